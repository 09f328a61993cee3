"""The front door, and the page for what isn't yet in the reader's language."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from wagtail.models import Locale, Page

from .forms import FORMS, for_accept_language, in_form, of_path


def choose(request):
    """`/` leads to the form the browser asks for."""
    form = for_accept_language(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(f"/{form.code}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def page_not_found(request, exception=None):
    """A missing address: the same page in the wanted language, the languages it exists in, or a 404 with search."""
    form = of_path(request.path)
    if form:
        elsewhere = _page_at(request.path, form)
        if elsewhere is not None:
            wanted = Locale.objects.filter(language_code=form.language).first()
            translation = wanted and elsewhere.get_translation_or_none(wanted)
            if translation is not None and translation.live:
                return HttpResponseRedirect(in_form(translation.get_url(request), form))
            return render(
                request,
                "languages/not_translated.html",
                {"available": _available(elsewhere, request), "wanted": form.name},
                status=404,
            )
    return render(request, "errors/404.html", status=404)


def _page_at(path: str, form) -> Page | None:
    """The live page that has this path in another language's tree."""
    slugs = [slug for slug in path.split("/")[2:] if slug]
    if not slugs:
        return None
    for page in Page.objects.live().filter(slug=slugs[-1]).exclude(locale__language_code=form.language)[:5]:
        if page.url_path.strip("/").split("/")[1:] == slugs:
            return page
    return None


def _available(page: Page, request) -> list[dict]:
    """Where this page can be read: name, address and title in each form that has it."""
    found = []
    translations = {item.locale.language_code: item for item in page.get_translations(inclusive=True).live()}
    for form in FORMS.values():
        item = translations.get(form.language)
        if item is None:
            continue
        with override(form.code):
            url = in_form(item.get_url(request), form)
        found.append({"name": form.name, "url": url, "html_lang": form.html_lang, "title": item.title})
    return found


def switched_off(request) -> HttpResponse:
    """404 for an address that only programs call, without the way round by /sq/ that LocaleMiddleware shows everybody else."""
    request.urlconf = ()
    return HttpResponse(status=404)
