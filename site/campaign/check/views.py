"""The self-check: one question a page, plain forms, nothing stored. The answers travel in a signed token."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaign.base import pdf
from campaign.chat.own_answer import contact_links
from campaign.languages.forms import current
from content.rules.answers import AnswerError
from content.rules.asking import reasons
from content.rules.person import REFUSED
from content.rules.profile import validate
from content.rules.questions import question_text
from content.rules.ranking import routes_to

from . import questions, result, words
from .case import MOST_QUESTIONS, Case
from .frame import form_page
from .names import countries, country_name
from .questions import QUESTIONS, Unclear
from .routes import page_links, routes

MOST_TYPED = 200
MOST_REASONS = 6
MOST_PEOPLE = 4


@csrf_exempt  # no cookie and no login stand behind this form, so there is nothing a foreign page could ride on
@require_http_methods(["GET", "POST"])
def check_page(request):
    """GET shows the start, or with `?case=` the result a link stands for; POST takes an answer and shows what follows."""
    page = Page(request)
    if request.method == "GET":
        if token := request.GET.get("case", ""):
            case = Case.read(token)
            return page.result(case, by_link=True) if case and case.answers else page.start(notice=True)
        return page.start(request.GET.get("country", ""))
    action, _, target = request.POST.get("do", "answer").partition(":")
    if action == "begin":
        return page.next(Case(country=page.known_country(request.POST.get("country", ""))))
    case = Case.read(request.POST.get("case", ""))
    if case is None:
        return page.start(notice=True)
    if target and target not in QUESTIONS and action != "drop":
        return page.next(case)
    field = request.POST.get("field", "")
    match action:
        case "result":
            return page.result(case)
        case "drop":
            return page.result(case.without(target))
        case "more":
            return page.next(Case(case.answers, case.country, len(case.answers) + MOST_QUESTIONS))
        case "edit":
            return page.question(case, target, returns=request.POST.get("returns") == "result")
        case "show":
            return page.question(case, target)
        case "start":
            return page.start(case.country)
    if field not in QUESTIONS:
        return page.next(case)
    return page.take(case, field, action)


class Page:
    """The pages of one request."""

    def __init__(self, request):
        self.request = request
        self.form = current()
        self.all_routes = routes()

    def known_country(self, code: str) -> str:
        """A country that has routes, else none."""
        return code if any(route.country == code != "EU" for route in self.all_routes) else ""

    def routes_for(self, case: Case) -> list:
        """The routes this person wants to look at."""
        return routes_to(case.country, self.all_routes)

    def start(self, country: str = "", *, notice: bool = False):
        """The first page: what this is, and the choice of a country."""
        codes = {route.country for route in self.all_routes} - {"EU"}
        return self._render(
            "check/start.html",
            countries=countries(self.form.language, codes),
            country=self.known_country(country),
            notice=notice,
            most=MOST_QUESTIONS,
            all_routes=len(self.all_routes),
        )

    def next(self, case: Case):
        """The question that settles most, else the result."""
        name = case.next_question(self.routes_for(case))
        return self.question(case, name) if name else self.result(case)

    def take(self, case: Case, name: str, action: str):
        """An answer: read, checked, kept, and on; or asked again with what was typed."""
        post = self.request.POST
        returns = post.get("returns") == "result"
        question = questions.asked(name, case.profile())
        typed = {
            key: post.get(key, "")[:MOST_TYPED]
            for key in ("answer", "country", "per", "gross", "choice", "typed")
        }
        match action:
            case "refuse" | "unknown":
                value = REFUSED if action == "refuse" and question.may_be_refused else None
            case _:
                try:
                    value = questions.read(question, typed, self.form.language)
                except Unclear as unclear:
                    return self.question(
                        case, name, typed=typed, choices=unclear.choices, returns=returns, status=400
                    )
                except AnswerError as fault:
                    error = fault.texts[self.form.language]
                    return self.question(case, name, typed=typed, error=error, returns=returns, status=400)
        after = case.with_answer(name, value)
        conflicts = [] if value is None else _conflicts(after, name)
        if conflicts:
            error = conflicts[0].message[self.form.language]
            others = [other for other in _CONFLICTING if other != name and other in after.answers]
            return self.question(
                case, name, typed=typed, error=error, others=others, returns=returns, status=400
            )
        return self.result(after) if returns and len(after.answers) >= len(case.answers) else self.next(after)

    def question(
        self,
        case: Case,
        name: str,
        *,
        typed=None,
        error="",
        choices=None,
        others=(),
        returns=False,
        status=200,
    ):
        """One question with its reasons."""
        language = self.form.language
        before = case.without(name)
        question = questions.asked(name, before.profile())
        if typed is None:
            typed = words.typed_of(question, case.answers.get(name), language)
            if not typed and case.country and question.kind in {"offer", "country"}:
                typed = {"country": case.country}
        known = list(case.answers)
        position = known.index(name) if name in known else len(known)
        whys = reasons(self.routes_for(case), before.profile(), name)
        return self._render(
            "check/question.html",
            status,
            case=case,
            token=case.token(),
            question=question,
            text=question_text(name, language),
            typed=typed,
            choices=choices,
            error=error or (_unclear(choices) if choices is not None else ""),
            others=self.answers(case, others),
            returns="result" if returns else "",
            number=position + 1,
            most=max(case.limit, position + 1),
            previous=known[position - 1] if position else "",
            reasons=[
                {"route": why.route.name[language], "why": why.why.get(language, "")}
                for why in whys[:MOST_REASONS]
            ],
            reason_count=len(whys),
            answers=self.answers(before),
            show=f"show:{name}",
            **questions.choices_of(question, language),
        )

    def result(self, case: Case, *, by_link: bool = False):
        """Routes in groups, with every reason."""
        chosen = self.routes_for(case)
        groups = result.groups(chosen, case.profile(), self.form, self.request)
        token = case.token()
        can_go_on = Case(case.answers, case.country, 10**6).next_question(chosen) is not None
        return self._render(
            "check/result.html",
            case=case,
            token=token,
            by_link=by_link,
            groups=groups,
            counts={group["outcome"]: group["size"] for group in groups},
            can_go_on=can_go_on,
            answers=self.answers(case),
            country=country_name(case.country, self.form.language) if case.country else "",
            link=self.request.build_absolute_uri(f"{reverse('check')}?case={token}"),
            next_pages=self.next_pages(),
            pdf_link=f"{reverse('check_pdf')}?case={token}" if pdf.is_available() else "",
            people=contact_links(self.form.language, ("advice",), MOST_PEOPLE),
            show="result",
        )

    def next_pages(self) -> list[dict]:
        """What to read next, whatever the result."""
        return list(page_links(set(result.NEXT_PAGES), self.form, self.request).values())

    def answers(self, case: Case, names=None) -> list[dict]:
        """Questions and answers in words: all of them, or those of some fields."""
        language = self.form.language
        return [
            {
                "field": name,
                "question": question_text(name, language),
                "said": words.said(name, value, language),
                "has_form": name in QUESTIONS,
            }
            for name, value in case.answers.items()
            if names is None or name in names
        ]

    def _render(self, template: str, status: int = 200, **context) -> HttpResponse:
        form = "switch" if context.get("case") is not None else ""
        return form_page(self.request, template, context, address="check", switch_form=form, status=status)


_CONFLICTING = ("age", "experience_years", "experience_last5", "experience_last7")


def _conflicts(case: Case, name: str) -> list:
    """What can't be true together with the answer just given."""
    return (
        [fault for fault in validate(case.profile()) if fault.field in _CONFLICTING]
        if name in _CONFLICTING
        else []
    )


def _unclear(choices: list) -> str:
    if choices:
        return _("We are not sure which occupation you mean. Choose one, or write another word.")
    return _("We do not know this word for an occupation. Write another word for it, or skip the question.")
