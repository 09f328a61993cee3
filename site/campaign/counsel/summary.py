"""A self-check in plain lines, as a person may send it to a counsellor."""

from django.utils.translation import gettext_lazy

from campaign.check.case import Case
from campaign.check.questions import asked, said
from campaign.check.routes import routes, routes_to
from campaign.languages.forms import WrittenForm
from content.rules.evaluate import evaluate
from content.rules.model import Outcome
from content.rules.questions import question_text
from content.text.scripts import to_latin

LABELS = {
    Outcome.ELIGIBLE: gettext_lazy("Likely"),
    Outcome.DEPENDS: gettext_lazy("Depends on others"),
    Outcome.NEED_MORE: gettext_lazy("Not enough known yet"),
}


def summary(case: Case, form: WrittenForm) -> str:
    """Each answer on a line, then the routes that are likely, depend on others, or need more answers; in the written form."""
    language, profile = form.language, case.profile()
    lines = [
        f"{question_text(name, language)} {said(asked(name, profile), value, language)}"
        for name, value in case.answers.items()
    ]
    evaluations = [evaluate(route, profile) for route in routes_to(case.country, routes())]
    for outcome, label in LABELS.items():
        names = [one.route.name[language] for one in evaluations if one.outcome is outcome]
        if names:
            lines.append(f"{label}: {', '.join(names)}")
    text = "\n".join(lines)
    return to_latin(text) if form.code == "sr-latn" else text
