"""The four written forms of the site: what stands in the address, in `lang`, in hreflang and in the switch."""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class WrittenForm:
    """One of sq, sr, sr-latn, en. `language` is how it is stored, `script` how it is written."""

    code: str
    language: str
    script: str
    html_lang: str
    name: str


FORMS = {
    "sq": WrittenForm("sq", "sq", "Latn", "sq", "Shqip"),
    "sr": WrittenForm("sr", "sr", "Cyrl", "sr-Cyrl", "Српски"),
    "sr-latn": WrittenForm("sr-latn", "sr", "Latn", "sr-Latn", "Srpski"),
    "en": WrittenForm("en", "en", "Latn", "en", "English"),
}
DEFAULT = FORMS["sq"]

# What browsers ask for, and what we give. Bosnian, Croatian, Montenegrin and "sh" readers read Latin Serbian with ease;
# plain "sr" means Cyrillic, as the language tag's suppressed script does not say otherwise here.
ACCEPTED = {
    "sq": "sq", "sr": "sr", "sr-cyrl": "sr", "sr-latn": "sr-latn", "en": "en",
    "bs": "sr-latn", "hr": "sr-latn", "sh": "sr-latn", "cnr": "sr-latn", "me": "sr-latn", "mk": "sr",
}  # fmt: skip


def written_in(language: str, script: str) -> WrittenForm:
    """The form for a language and script, as an answer names them."""
    return FORMS["sr-latn" if (language, script) == ("sr", "Latn") else language]


def current() -> WrittenForm:
    """The form of the request being answered."""
    return FORMS.get((get_language() or DEFAULT.code).lower(), DEFAULT)


def of_path(path: str) -> WrittenForm | None:
    """The form an address begins with, or None."""
    return FORMS.get(path.split("/", 2)[1]) if path.startswith("/") else None


def in_form(path: str, form: WrittenForm) -> str:
    """The same address in another form: /sr/pomoc/ -> /sr-latn/pomoc/."""
    own = of_path(path)
    return f"/{form.code}{path[len(own.code) + 1 :]}" if own else path


def for_accept_language(header: str) -> WrittenForm:
    """The form a browser's Accept-Language asks for; Albanian when it asks for none of ours."""
    wanted = []
    for position, part in enumerate(header.lower().split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            wanted.append((-weight, position, tag))
    for _, _, tag in sorted(wanted):
        pieces = tag.split("-")
        for length in range(len(pieces), 0, -1):
            code = ACCEPTED.get("-".join(pieces[:length]))
            if code:
                return FORMS[code]
    return DEFAULT
