"""What is wrong with a set, in the editor's language."""

from django.utils.translation import gettext as _

from content.files.synonyms import LONGEST_LINE, LONGEST_NAME, MOST_NAMES, Fault


def message_of(fault: Fault) -> str:
    """The fault with its cure."""
    return {
        "few": _("Write at least two different names: all of these say the same to search."),
        "empty": _("“%s” holds only small words that search leaves out. Write a name that says more."),
        "twice": _("“%s” stands here twice. Spelling and script make no difference."),
        "sign": _("“%s”: the signs # and > can't be used here."),
        "long": _(
            "“%(text)s” is too long: a name has at most %(name)d characters, reason and query %(line)d."
        ),
        "many": _("A set holds at most %d names. Make two sets of it."),
        "reason": _("Say why people call it so."),
        "query": _("Write a test query."),
        "page": _("Choose the page that the test query must find."),
    }[fault.code] % _values(fault)


def _values(fault: Fault):
    if fault.code == "long":
        return {"text": fault.detail, "name": LONGEST_NAME, "line": LONGEST_LINE}
    return {"many": MOST_NAMES}.get(
        fault.code, (fault.detail,) if fault.code in ("empty", "twice", "sign") else ()
    )
