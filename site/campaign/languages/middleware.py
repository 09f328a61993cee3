"""Serbian in Latin letters is produced here, from the Cyrillic master, as the response leaves."""

import json

from content.text.scripts import html_to_latin, json_to_latin

PREFIX = "/sr-latn/"
HTML = ("text/html", "application/xhtml+xml")


class SerbianLatinMiddleware:
    """Transliterates every HTML and JSON answer under /sr-latn/.

    Stands outside CommonMiddleware, which has already set a Content-Length: Latin letters take one byte where Cyrillic
    took two, so the length is set again. Django's test client does not notice a wrong one, every browser does.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if (
            not request.path.startswith(PREFIX)
            or response.streaming
            or getattr(response, "is_in_latin", False)
        ):
            return response
        kind = response.get("Content-Type", "").split(";")[0]
        if kind in HTML:
            response.content = html_to_latin(response.content.decode()).encode()
        elif kind == "application/json":
            response.content = json.dumps(
                json_to_latin(json.loads(response.content)), ensure_ascii=False
            ).encode()
        else:
            return response
        response["Content-Length"] = str(len(response.content))
        return response
