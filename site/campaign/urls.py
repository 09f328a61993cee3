"""Addresses people can guess."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from campaign.base.health import health
from campaign.chat.channels.views import webhook
from campaign.chat.embedding import embedded_chat, widget
from campaign.chat.views import chat_page
from campaign.check.days import days_page
from campaign.check.offer import offer_page
from campaign.check.printed import pdf_page
from campaign.check.views import check_page
from campaign.counsel.asking import ask_page
from campaign.counsel.pickup import answer_page
from campaign.glossary.views import glossary_page
from campaign.languages.views import choose
from campaign.search.views import search_page, suggestions

handler404 = "campaign.languages.views.page_not_found"
handler500 = "campaign.base.views.server_error"

urlpatterns = [
    path("", choose),
    path("health/", health, name="health"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}favicon.svg")),
    path("channels/<slug:name>/", webhook, name="channel"),
    path("embed.js", widget, name="widget"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("search/", search_page, name="search"),
        path("search/suggest/", suggestions, name="suggestions"),
        path("chat/", chat_page, name="chat"),
        path("chat/embed/", embedded_chat, name="embedded_chat"),
        path("check/", check_page, name="check"),
        path("check/pdf/", pdf_page, name="check_pdf"),
        path("days/", days_page, name="days"),
        path("offer/", offer_page, name="offer"),
        path("ask/", ask_page, name="ask"),
        path("answer/", answer_page, name="answer"),
        path("glossary/", glossary_page, name="glossary"),
        path("glossary/2/", glossary_page, {"second": True}, name="glossary-second"),
        path("", include(wagtail_urls)),
    ),
]
