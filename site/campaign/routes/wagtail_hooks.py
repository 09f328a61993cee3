"""Legal routes in the editors' menu: their rules as forms, with what a change would do to people."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, UnpublishView

from .forms import RouteForm
from .models import Route
from .panels import OutcomesPanel, RulesPanel


class RoutePermissionPolicy(ModelPermissionPolicy):
    """Routes come with their page and file: editors change them. One that closes says so (`open_to_kosovo`)."""

    def user_has_permission(self, user, action):
        """As the groups say, except that nobody adds or deletes."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


class NoUnpublishView(UnpublishView):
    """A route stays published, so that the index, the files and the pages never refer to nothing."""

    def dispatch(self, request, *args, **kwargs):
        """Refuses.

        Raises:
            PermissionDenied: always.
        """
        raise PermissionDenied


class RouteViewSet(SnippetViewSet):
    model = Route
    icon = "list-ol"
    menu_label = _("Rules of the routes")
    menu_order = 155
    add_to_admin_menu = True
    copy_view_enabled = False
    unpublish_view_class = NoUnpublishView
    list_display = ["title", "country", "checked_on", LiveStatusTagColumn(), UpdatedAtColumn()]
    search_fields = ["key"]
    list_per_page = 60
    edit_handler = TabbedInterface(
        [
            ObjectList([RulesPanel("criteria")], heading=_("Criteria")),
            ObjectList([FieldPanel("points")], heading=_("Points")),
            ObjectList([FieldPanel("about")], heading=_("About the route")),
            ObjectList(
                [OutcomesPanel(heading=_("Which outcomes would change"), icon="view")],
                heading=_("Outcomes"),
            ),
        ],
        base_form_class=RouteForm,
    )


register_permission_policy(Route, RoutePermissionPolicy(Route))
register_snippet(RouteViewSet)


@hooks.register("construct_snippet_action_menu")
def keep_published(menu_items, request, context):
    """Takes "Unpublish" out of the menu of a route."""
    if context.get("model") is Route or isinstance(context.get("instance"), Route):
        menu_items[:] = [item for item in menu_items if item.name != "action-unpublish"]
