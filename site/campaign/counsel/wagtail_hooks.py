"""The counsellors' inbox in the menu, and the unanswered questions among the editors' reports."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from . import inbox
from .models import OpenQuestion


@hooks.register("register_admin_urls")
def addresses():
    """/admin/counsel/ and /admin/counsel/<number>/."""
    return [
        path("counsel/", inbox.inbox, name="counsel_inbox"),
        path("counsel/<int:number>/", inbox.enquiry, name="counsel_enquiry"),
    ]


class InboxMenuItem(MenuItem):
    """Shown to those who may answer."""

    def is_shown(self, request):
        """Whether this member of staff may read what people wrote."""
        return request.user.has_perm(inbox.PERMISSION)


@hooks.register("register_admin_menu_item")
def inbox_menu_item():
    """The inbox, high in the menu: people wait in it."""
    return InboxMenuItem(
        _("Inbox"),
        reverse("counsel_inbox"),
        name="counsel",
        icon_name="mail",
        order=110,
    )


class OpenQuestionPermissionPolicy(ModelPermissionPolicy):
    """People make these rows by asking, never editors."""

    def user_has_permission(self, user, action):
        """As the groups say, except that nobody adds one."""
        return action != "add" and super().user_has_permission(user, action)


class OpenQuestionViewSet(ModelViewSet):
    """What the bot could not answer: the editors link an answer, or say why there will be none."""

    model = OpenQuestion
    name = "unanswered"
    icon = "help"
    menu_label = _("Unanswered questions")
    menu_hook = "register_reports_menu_item"
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["text", "language", "times", "asked_at", "state"]
    list_filter = ["state", "language"]
    search_fields = ["text"]
    exclude_form_fields = []
    add_to_reference_index = False


register_permission_policy(OpenQuestion, OpenQuestionPermissionPolicy(OpenQuestion))


@hooks.register("register_admin_viewset")
def unanswered():
    """The list under /admin/unanswered/."""
    return OpenQuestionViewSet()
