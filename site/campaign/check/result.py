"""The result page: routes in four groups, each with its conditions in words, and what to do next."""

import datetime as dt

from campaign.languages.forms import WrittenForm
from content import figures
from content.rules.evaluate import evaluate
from content.rules.model import Evaluation, Outcome, Route, Standing
from content.rules.present import to_dict
from content.rules.questions import question_text

from .names import country_name
from .routes import page_links

ORDER = (Outcome.ELIGIBLE, Outcome.DEPENDS, Outcome.NEED_MORE, Outcome.NOT_ELIGIBLE)
NEXT_PAGES = ("embassy-appointments", "fake-job-offers", "recognition-of-diplomas", "language-certificates")


def groups(routes: list[Route], profile: dict, form: WrittenForm, request) -> list[dict]:
    """The groups that are not empty, the best news first; in each the routes that ask for least come first."""
    evaluations = [evaluate(route, profile) for route in routes]
    pages = page_links({route.page for route in routes}, form, request)
    found = []
    for outcome in ORDER:
        those = sorted((one for one in evaluations if one.outcome is outcome), key=_distance)
        if those:
            shown = [_route(one, form, pages) for one in those]
            if outcome in (Outcome.ELIGIBLE, Outcome.DEPENDS):
                shown[0]["open"] = True
            # Where nothing within reach would open a route, it is listed, but folded away.
            far = [one for one in shown if not one["would_change"]] if outcome is Outcome.NOT_ELIGIBLE else []
            near = [one for one in shown if one not in far]
            found.append(
                {
                    "outcome": str(outcome),
                    "size": len(shown),
                    "routes": near or far,
                    "far": far if near else [],
                }
            )
    return found


def _distance(evaluation: Evaluation) -> tuple:
    """How much stands between the person and the route, as far as it is theirs to bring."""
    standings = [one.standing for one in evaluation.criteria]
    burdens = sum(
        one.standing is Standing.DEPENDS and one.criterion.kind != "outside" for one in evaluation.criteria
    )
    return (
        not evaluation.would_change and evaluation.outcome is Outcome.NOT_ELIGIBLE,
        standings.count(Standing.FAILS),
        bool(burdens) and not evaluation.would_change,
        burdens,
        standings.count(Standing.OPEN),
        len(evaluation.would_change),
        -standings.count(Standing.HOLDS),
        evaluation.route.id,
    )


def _route(evaluation: Evaluation, form: WrittenForm, pages: dict) -> dict:
    language = form.language
    shown = to_dict(evaluation, language)
    for criterion in shown["criteria"]:
        _with_words(criterion, language)
    counts = {
        state: sum(one["shown"] == state for one in shown["criteria"])
        for state in ("met", "not_met", "unknown", "outside")
    }
    return shown | {
        "official": evaluation.route.name.get("official", ""),
        "who_for": evaluation.route.who_for[language],
        "where": country_name(evaluation.route.country, language),
        "link": pages.get(evaluation.route.page),
        "counts": counts,
        "checked_on": figures.long_date(evaluation.route.checked_on, language),
        "missing_questions": [
            text for field in evaluation.missing if (text := question_text(field, language))
        ],
        "open": False,
    }


def _with_words(criterion: dict, language: str) -> None:
    """`shown`: met, not_met, unknown or outside (somebody else decides); the day in words."""
    state = criterion["state"]
    if criterion["outside"] and state != "MET":
        # A condition of the person's own that fails and yet leaves a way out is shown as not met.
        criterion["shown"] = "not_met" if state == "NOT_MET" else "outside"
    else:
        criterion["shown"] = {"MET": "met", "NOT_MET": "not_met"}.get(state, "unknown")
    if criterion["checked_on"]:
        criterion["checked_on"] = figures.long_date(dt.date.fromisoformat(criterion["checked_on"]), language)
    criterion["part_list"] = [part for part in criterion["parts"] if part["why"]]
    for part in criterion["part_list"]:
        _with_words(part, language)
