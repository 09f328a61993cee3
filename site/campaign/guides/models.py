"""How to do a thing, what may go wrong, and where help is."""

from django.utils.translation import gettext_lazy as _

from campaign.base.models import CampaignPage
from campaign.facts.models import Contact
from campaign.facts.rendering import phone_href
from content import figures


class GuidePage(CampaignPage):
    """A practical question and its steps."""

    kind = "guide"
    template = "pages/content_page.html"

    class Meta:
        verbose_name = _("guide")


class RiskPage(CampaignPage):
    """A danger, its signs, and the legal way out."""

    kind = "risk"
    template = "pages/content_page.html"

    class Meta:
        verbose_name = _("risk")


class HelpPage(CampaignPage):
    """Places where a person gets help, emergencies first."""

    kind = "help"
    template = "pages/content_page.html"

    class Meta:
        verbose_name = _("help page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["contacts"] = contact_cards(self.locale.language_code)
        return context


def contact_cards(language: str) -> list[dict]:
    """All contacts as a page shows them, emergencies first."""
    rows = Contact.objects.select_related("phone_fact").prefetch_related("sources")
    ordered = sorted(
        rows, key=lambda contact: ("emergency" not in contact.purpose_list(), contact.order, contact.key)
    )
    return [
        {
            "name": getattr(contact, f"name_{language}"),
            "role": getattr(contact, f"role_{language}"),
            "phone": contact.phone,
            "phone_href": f"tel:{phone_href(contact.phone)}" if contact.phone else "",
            "website": contact.website,
            "address": contact.address,
            "city": contact.city,
            "checked_on": figures.long_date(contact.checked_on, language),
            "source": next(iter(contact.sources.all()), None),
        }
        for contact in ordered
    ]
