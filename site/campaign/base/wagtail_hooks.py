"""The editors' first screen."""

from wagtail import hooks

from .dashboard import IndexPanel


@hooks.register("construct_homepage_panels")
def tell_how_search_is(request, panels):
    """What has not reached readers yet concerns everybody who publishes."""
    panels.append(IndexPanel())
