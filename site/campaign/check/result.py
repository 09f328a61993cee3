"""The result page: routes in four groups, each with its conditions in words, and what to do next."""

import datetime as dt

from campaign.languages.forms import WrittenForm
from content import figures
from content.rules.model import Evaluation, Outcome, Route
from content.rules.present import to_dict
from content.rules.questions import question_text
from content.rules.ranking import ORDER, is_far, judged

from .names import country_name
from .routes import page_links

NEXT_PAGES = ("embassy-appointments", "fake-job-offers", "recognition-of-diplomas", "language-certificates")


def groups(routes: list[Route], profile: dict, form: WrittenForm, request) -> list[dict]:
    """The groups that are not empty, the best news first; in each the routes in the order of `judged`.

    A route is what `to_dict` says of it, with words for the page added to it.
    """
    evaluations = judged(routes, profile)
    pages = page_links({route.page for route in routes}, form, request)
    found = []
    for outcome in ORDER:
        those = [one for one in evaluations if one.outcome is outcome]
        if not those:
            continue
        near = [_route(one, form, pages) for one in those if not is_far(one)]
        far = [_route(one, form, pages) for one in those if is_far(one)]
        if outcome in (Outcome.ELIGIBLE, Outcome.DEPENDS):
            near[0]["open"] = True
        # Where nothing within reach would open a route, it is listed, but folded away.
        found.append(
            {
                "outcome": str(outcome),
                "size": len(those),
                "routes": near or far,
                "far": far if near else [],
            }
        )
    return found


def _route(evaluation: Evaluation, form: WrittenForm, pages: dict) -> dict:
    language = form.language
    told = to_dict(evaluation, language)
    criteria = [_with_words(criterion, language) for criterion in told["criteria"]]
    counts = {
        state: sum(one["shown"] == state for one in criteria)
        for state in ("met", "not_met", "unknown", "outside")
    }
    return told | {
        "criteria": criteria,
        "official": evaluation.route.name.get("official", ""),
        "who_for": evaluation.route.who_for[language],
        "where": country_name(evaluation.route.country, language),
        "link": pages.get(evaluation.route.page),
        "counts": counts,
        "day": figures.long_date(evaluation.route.checked_on, language),
        "missing_questions": [
            text for field in evaluation.missing if (text := question_text(field, language))
        ],
        "open": False,
    }


def _with_words(criterion: dict, language: str) -> dict:
    """The criterion with `shown` (met, not_met, unknown, or outside: somebody else decides), the day in words, and the parts that say something."""
    state = criterion["state"]
    if criterion["outside"] and state != "MET":
        # A condition of the person's own that fails and yet leaves a way out is shown as not met.
        shown = "not_met" if state == "NOT_MET" else "outside"
    else:
        shown = {"MET": "met", "NOT_MET": "not_met"}.get(state, "unknown")
    day = criterion["checked_on"]
    return criterion | {
        "shown": shown,
        "day": figures.long_date(dt.date.fromisoformat(day), language) if day else "",
        "part_list": [_with_words(part, language) for part in criterion["parts"] if part["why"]],
    }
