"""Headers that differ between what everybody reads and what editors use."""

from django.conf import settings

PRIVATE = ("/admin/", "/documents/")


class PublicHeadersMiddleware:
    """Public pages never set a cookie and say what a browser may do; /admin/ gets the looser policy it needs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        )
        return response


def is_private(path: str) -> bool:
    """Whether an address belongs to the editors."""
    return path.startswith(PRIVATE)


class AdminPolicyMiddleware:
    """Gives /admin/ its own content security policy: Wagtail's editor has inline scripts without nonces."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_private(request.path):
            response._csp_config = settings.ADMIN_CSP
        return response
