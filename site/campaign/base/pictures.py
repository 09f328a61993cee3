"""The site's own drawings: which page has one, and what it says to who cannot see it."""

from django.utils.translation import gettext_lazy as _

# In static/pictures.svg, by the key of the page.
PICTURES = {
    "routes": _("A dotted path with the steps one, two and three leads to a tick."),
    "smuggling": _("Too many people in a small boat on the sea."),
    "debt": _("A person chained to a heavy coin."),
    "fake-job-offers": _("A contract hangs on a fishing hook."),
}
# In static/map.svg, by their codes. Those that share the page "other EU states" are one link.
SHARED = ("BE", "NL", "SK", "RO", "BG", "SE", "FI")
DRAWN = ("DE", "AT", "SI", "HR", "IT", "CZ", "PL", "FR", "HU", "CH", *SHARED)


def shapes(country: str) -> tuple[str, ...]:
    """The parts of the map that stand for a country's code; none for a country that isn't drawn."""
    if country == "EU":
        return SHARED
    return (country,) if country in DRAWN else ()
