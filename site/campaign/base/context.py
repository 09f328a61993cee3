"""The frame around every public page: navigation, languages, emergency numbers, footer."""

from django.urls import reverse
from wagtail.models import Site

from campaign.base.middleware import is_private
from campaign.facts.models import Contact
from campaign.facts.rendering import phone_href
from campaign.languages.forms import FORMS, current, in_form


def frame(request) -> dict:
    """What `base.html` needs. Pages that know their translations replace `forms`, `alternates` and `canonical`."""
    if is_private(request.path):
        return {}
    form = current()
    home = _home(request, form)
    navigation = _menu(home, request)
    return {
        "form": form.code,
        "html_lang": form.html_lang,
        "home_url": f"/{form.code}/",
        "forms": [
            {
                "code": other.code,
                "name": other.name,
                "url": in_form(request.get_full_path(), other)
                if request.method == "GET"
                else in_form(request.path, other),
                "html_lang": other.html_lang,
                "current": other.code == form.code,
            }
            for other in FORMS.values()
        ],
        "alternates": [],
        "canonical": request.build_absolute_uri(request.path),
        "navigation": navigation,
        "help_url": next((link["url"] for link in navigation if link["key"] == "help"), ""),
        "footer_links": _footer(home, request),
        "help_contacts": help_contacts(form.language, ("emergency", "trafficking")),
        "search_url": reverse("search"),
        "chat_url": reverse("chat"),
    }


def help_contacts(language: str, purposes: tuple[str, ...]) -> list[dict]:
    """Contacts with a confirmed phone number for these purposes: name, phone, what a phone dials."""
    listed = []
    for contact in Contact.objects.filter(phone_fact__isnull=False).select_related("phone_fact"):
        if set(purposes) & set(contact.purpose_list()):
            listed.append(
                {
                    "name": getattr(contact, f"name_{language}"),
                    "phone": contact.phone,
                    "phone_href": f"tel:{phone_href(contact.phone)}",
                }
            )
    return listed


def _home(request, form):
    site = Site.find_for_request(request)
    if site is None:
        return None
    root = site.root_page
    if root.locale.language_code == form.language:
        return root
    return root.get_translations().filter(locale__language_code=form.language, live=True).first()


def _menu(home, request) -> list[dict]:
    """The pages of the main menu, as links."""
    if home is None:
        return []
    return [_link(page, request) for page in home.get_children().live().in_menu().specific()]


def _link(page, request) -> dict:
    url = page.get_url(request) or ""
    return {
        "title": page.short_name,
        "url": url,
        "current": bool(url) and request.path.startswith(url),
        "key": page.key,
    }


def _footer(home, request) -> list[dict]:
    if home is None:
        return []
    from campaign.home.models import AboutPage

    return [_link(page, request) for page in AboutPage.objects.live().descendant_of(home).order_by("path")]
