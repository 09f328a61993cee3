"""The last resort."""

from django.http import HttpResponseServerError
from django.template.loader import get_template


def server_error(request):
    """A page without any database access, in all four forms."""
    return HttpResponseServerError(get_template("errors/500.html").render())
