"""What the bot says about a judged way: the outcome, the reasons that decide, what would help, and who says so."""

from chatbot.actions import knowledge
from chatbot.actions.conversation import Turn
from content.rules.model import Evaluation, Outcome, Standing

MOST_REASONS = 2
MOST_SOURCES = 6


def verdict(evaluation: Evaluation, turn: Turn) -> str:
    """One way in a few sentences: outcome, the reasons that decide, and what would help."""
    say, language = turn.say, turn.language
    outcome = {
        Outcome.ELIGIBLE: say("by your answers you meet the conditions."),
        Outcome.DEPENDS: say("as far as it depends on you, the way is open. Something else decides too."),
        Outcome.NEED_MORE: say("possible, but I need to know more."),
        Outcome.NOT_ELIGIBLE: say("for now you do not meet the conditions."),
    }[evaluation.outcome]
    parts = [f"{say.shown(evaluation.route.name[language])}: {outcome}"]
    points = evaluation.points
    if points and evaluation.outcome is not Outcome.ELIGIBLE:
        enough = points.total >= points.pass_mark
        sentence = (
            say("Points: {total}; {needed} are enough.", total=points.total, needed=points.pass_mark)
            if enough
            else say("Points so far: {total} of {needed}.", total=points.total, needed=points.pass_mark)
        )
        parts.append(sentence)
    reasons = " ".join(say.shown(text) for text in _reasons(evaluation, language))
    if reasons:
        lead = {
            Outcome.NEED_MORE: say("Condition: {conditions}", conditions=reasons),
            Outcome.NOT_ELIGIBLE: say("Not met: {conditions}", conditions=reasons),
        }
        parts.append(lead.get(evaluation.outcome, reasons))
    if evaluation.outcome is Outcome.NOT_ELIGIBLE and evaluation.would_change:
        changes = "; ".join(
            say.shown(change.texts[language]).rstrip(".") for change in evaluation.would_change[:MOST_REASONS]
        )
        parts.append(say("What would help: {changes}.", changes=changes))
    return " ".join(parts)


def _reasons(evaluation: Evaluation, language: str) -> list[str]:
    """The conditions that decide: those that fail, or those that others decide, or those still open."""
    wanted = {
        Outcome.NOT_ELIGIBLE: Standing.FAILS,
        Outcome.DEPENDS: Standing.DEPENDS,
        Outcome.NEED_MORE: Standing.OPEN,
        Outcome.ELIGIBLE: Standing.HOLDS,
    }[evaluation.outcome]
    deciding = [one.criterion for one in evaluation.criteria if one.standing is wanted]
    if evaluation.outcome is Outcome.NEED_MORE:
        # Whether there is a ban is asked last; as a reason it would only frighten.
        deciding = [
            criterion
            for criterion in deciding
            if criterion.kind not in {"entry_ban", "asylum_benefits_recent"}
        ][:1]
        deciding = (
            deciding or [one.criterion for one in evaluation.criteria if one.standing is Standing.DEPENDS][:1]
        )
    return [text for criterion in deciding if (text := criterion.why.get(language, ""))][:MOST_REASONS]


def result_sources(evaluations: list[Evaluation], turn: Turn) -> list[dict]:
    """The law and offices behind the shown results, each once, with the day we read them."""
    found: dict[str, dict] = {}
    for evaluation in evaluations:
        route = evaluation.route
        pairs = [
            (source, one.criterion.checked_on)
            for one in evaluation.criteria
            if one.standing is not Standing.HOLDS
            for source in one.criterion.sources
        ]
        for source, day in [*((source, route.checked_on) for source in route.sources), *pairs]:
            checked_on = (day or route.checked_on).isoformat()
            found.setdefault(
                source.url,
                {"title": source.title, "url": source.url, "dated": source.dated, "checked_on": checked_on},
            )
    return list(found.values())[:MOST_SOURCES]


def result_offers(evaluations: list[Evaluation], turn: Turn) -> list[dict]:
    """The pages of the shown ways, and the self-check."""
    offers = {}
    for evaluation in evaluations:
        route = evaluation.route
        found = knowledge.page_address(route.page, turn.language)
        if found:
            offers[route.page] = {"kind": "page", "title": found[0], "url": found[1]}
    check = {
        "kind": "check",
        "title": turn.say("Check all conditions yourself"),
        "url": f"/{turn.form}/check/",
    }
    return [*offers.values(), check]
