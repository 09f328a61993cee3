"""A self-check in plain lines, as a person may send it to a counsellor."""

from django.utils.translation import gettext_lazy

from campaign.check.case import Case
from campaign.check.routes import routes
from campaign.check.words import said
from campaign.languages.forms import WrittenForm
from content.rules.model import Outcome
from content.rules.questions import question_text
from content.rules.ranking import judged, routes_to
from content.text.scripts import to_latin

LABELS = {
    Outcome.ELIGIBLE: gettext_lazy("Likely"),
    Outcome.DEPENDS: gettext_lazy("Depends on others"),
    Outcome.NEED_MORE: gettext_lazy("Not enough known yet"),
}


def summary(case: Case, form: WrittenForm) -> str:
    """Each answer on a line, then the routes that are likely, depend on others, or need more answers; in the written form."""
    language = form.language
    lines = [
        f"{question_text(name, language)} {said(name, value, language)}"
        for name, value in case.answers.items()
    ]
    evaluations = judged(routes_to(case.country, routes()), case.profile())
    for outcome, label in LABELS.items():
        names = [one.route.name[language] for one in evaluations if one.outcome is outcome]
        if names:
            lines.append(f"{label}: {', '.join(names)}")
    text = "\n".join(lines)
    return to_latin(text) if form.code == "sr-latn" else text
