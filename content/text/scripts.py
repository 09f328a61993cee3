"""Serbian Cyrillic to Latin: plain text, HTML and JSON. The other way round is never needed."""

import json
import re
from collections.abc import Collection
from typing import Any

_CYRILLIC = "абвгдђежзијклмнопрстћуфхцчшАБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ"
_LATIN = "abvgdđežzijklmnoprstćufhcčšABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ"
_DIGRAPHS = {"љ": "lj", "њ": "nj", "џ": "dž", "Љ": "Lj", "Њ": "Nj", "Џ": "Dž"}
_MAPPING = dict(zip(_CYRILLIC, _LATIN, strict=True)) | _DIGRAPHS | {"ѐ": "è", "ѝ": "ì", "Ѐ": "È", "Ѝ": "Ì"}
# A full row up to the last Cyrillic letter: str.translate is ten times slower where a dictionary lacks the letter.
TABLE = [_MAPPING.get(chr(code), chr(code)) for code in range(0x500)]

_UPPER = "A-ZĐŠŽČĆЂЈ-ЏА-Ш"
_LOWER = "a-zđšžčćа-шђ-џ"
_CAPITAL_DIGRAPH = re.compile(f"[ЉЊЏ](?![{_LOWER}])|[ЉЊЏ](?=[{_UPPER}])")
_CAPITALS_AROUND = re.compile(f"(?<![{_LOWER}])[{_UPPER}]{{2,}}(?![{_LOWER}])")

CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_LATIN_LETTER = re.compile("[a-zA-Z\u00c0-\u024f]")


def to_latin(text: str) -> str:
    """Serbian Latin for Serbian Cyrillic; everything else stays as it is.

    A capital digraph is written in full where its word is in capitals: ЊЕГОШ is NJEGOŠ, Његош is Njegoš.
    """
    if "Љ" in text or "Њ" in text or "Џ" in text:
        text = _CAPITAL_DIGRAPH.sub(_capital_digraph, text)
    return text.translate(TABLE)


def _capital_digraph(match: "re.Match[str]") -> str:
    text, start, end = match.string, match.start(), match.end()
    letter = match.group()
    before, after = text[start - 1 : start], text[end : end + 1]
    if after.isupper() or (before.isalpha() and before.isupper()):
        return _DIGRAPHS[letter].upper()
    if not before.isalpha() and not after.isalpha():  # an initial: follow the words beside it
        line = text[max(0, text.rfind("\n", 0, start) + 1, start - 40) : end + 40].partition("\n")[0]
        if _CAPITALS_AROUND.search(line):
            return _DIGRAPHS[letter].upper()
    return letter


def script_of(text: str) -> "str | None":
    """`Cyrl` or `Latn`, None without letters.

    A few Cyrillic words make a message Cyrillic even when it quotes a long foreign name: nobody else here writes Cyrillic.
    """
    cyrillic = len(CYRILLIC_LETTER.findall(text))
    if not cyrillic:
        return "Latn" if _LATIN_LETTER.search(text) else None
    latin = len(_LATIN_LETTER.findall(text))
    return "Cyrl" if cyrillic >= latin or (cyrillic >= 3 and cyrillic * 4 >= latin) else "Latn"


# --- HTML -------------------------------------------------------------------------------------------------------------

# Nearly all of a page needs no look at its tags: an ASCII tag has no Cyrillic letter to change. Only what this finds is parsed.
_SPECIAL = re.compile(
    r"<(?:!--|[a-zA-Z][^<>]*[\u0400-\u04ff&]|[a-zA-Z][^<>]*(?:\blang|\bLANG|ranslate|RANSLATE)\b|(?i:script|style|textarea|code)\b)"
)
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<([a-zA-Z][^\s/>]*)([^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*)>|<([a-zA-Z][^\s/>]*)([^>]*)>""",
    re.DOTALL,
)
_ANY_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""")
_ENTITY = re.compile(r"&#(?:[xX]0*(4[0-9a-fA-F]{2})|0*(1[0-9]{3}));?")
_RAW = frozenset(["script", "style", "textarea"])  # no elements inside; a textarea holds what a reader typed
_KEPT = frozenset(["code"])
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SHOWN = frozenset(
    "title alt aria-label placeholder content label aria-description aria-placeholder aria-roledescription aria-valuetext".split()
)
_BUTTONS = frozenset(["submit", "button", "reset"])
_ADDRESS = re.compile(r"^\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:\S|/|\?|#)")


def html_to_latin(html: str) -> str:
    """The page as a reader of Serbian Latin gets it.

    Text and shown attributes (`title alt aria-label placeholder content label`, `value` of buttons) are transliterated, and
    `lang="sr-Cyrl"` becomes `sr-Latn`. Untouched stay: addresses and all other attributes, scripts, styles, `<code>`, what a reader
    typed (`<textarea>`, text inputs), and whole elements marked `translate="no"`, `class="notranslate"` or with a `lang` other
    than Serbian. Broken markup passes through.
    """
    out: list[str] = []
    position = 0
    while special := _SPECIAL.search(html, position):
        start = special.start()
        out.append(_text(html[position:start]))
        match = _TAG.match(html, start)
        if match is None:  # a bracket that opens nothing
            position = special.end()
            out.append(_text(html[start:position]))
            continue
        name = (match.group(1) or match.group(3) or "").lower()
        attributes = match.group(2) or match.group(4) or ""
        position = end = match.end()
        if not name:
            out.append(match.group())
        elif name in _KEPT or _is_foreign(attributes):
            if name not in _VOID and not attributes.endswith("/"):
                position = _end_of_element(html, end, name)
            out.append(html[start:position])
        else:
            out.append(_tag(match.group(), name, attributes))
            if name in _RAW:
                position = _end_of_raw(html, end, name)
                body = html[end:position]
                out.append(
                    _linked_data(body) if name == "script" and "application/ld+json" in attributes else body
                )
    out.append(_text(html[position:]))
    return "".join(out)


def _text(text: str) -> str:
    if "&#" in text:
        text = _ENTITY.sub(_letter_of_entity, text)
    return text if text.isascii() else to_latin(text)


def _letter_of_entity(match: "re.Match[str]") -> str:
    letter = chr(int(match[1], 16) if match[1] else int(match[2]))
    return letter if CYRILLIC_LETTER.match(letter) else match.group()


def _attributes(attributes: str) -> "dict[str, str]":
    return {name.lower(): value.strip("\"'") for name, _, value in _ATTRIBUTE.findall(attributes)}


def _is_foreign(attributes: str) -> bool:
    values = _attributes(attributes)
    language = values.get("lang", values.get("xml:lang", ""))
    return (
        values.get("translate", "").lower() == "no"
        or "notranslate" in values.get("class", "").split()
        or bool(language and language.lower().split("-")[0] != "sr")
    )


def _tag(tag: str, name: str, attributes: str) -> str:
    is_button = name == "input" and _attributes(attributes).get("type", "").lower() in _BUTTONS

    def attribute(match: "re.Match[str]") -> str:
        key, equals, value = match.groups()
        key_lower = key.lower()
        if key_lower in ("lang", "xml:lang"):
            return key + equals + re.sub("sr-cyrl", "sr-Latn", value, flags=re.IGNORECASE)
        if key_lower in _SHOWN or (is_button and key_lower == "value"):
            return match.group() if _ADDRESS.match(value.strip("\"'")) else key + equals + _text(value)
        return match.group()

    head = tag.index(attributes, 1 + len(name)) if attributes else len(tag)
    return tag[:head] + _ATTRIBUTE.sub(attribute, attributes) + tag[head + len(attributes) :]


def _end_of_raw(html: str, start: int, name: str) -> int:
    match = re.compile(f"</{name}", re.IGNORECASE).search(html, start)
    return match.start() if match else len(html)


def _end_of_element(html: str, start: int, name: str) -> int:
    """Where the element ends that was opened before `start`; the end tag of a parent ends an unclosed one."""
    inside = [name]
    position = start
    while match := _ANY_TAG.search(html, position):
        position = match.end()
        found = (match.group(2) or "").lower()
        if not found or found in _VOID:
            continue
        if match.group(1):
            if found not in inside:
                return match.start()
            while inside.pop() != found:
                pass
            if not inside:
                return position
        elif not match.group(3).endswith("/"):
            inside.append(found)
            if found in _RAW:
                position = _end_of_raw(html, position, found)
    return len(html)


def _linked_data(body: str) -> str:
    try:
        data = json.loads(body)
    except ValueError:
        return body
    return json.dumps(json_to_latin(data), ensure_ascii=False).replace("</", "<\\/")


# --- JSON -------------------------------------------------------------------------------------------------------------

KEPT_KEYS = frozenset(
    "url href src action payload id @id @type @context page key slug conversation code token lang language script form kind status "
    "sameAs country website email phone".split()
)


def json_to_latin(value: Any, kept_keys: Collection[str] = KEPT_KEYS) -> Any:
    """A copy of parsed JSON with every string in Latin letters, except what stands under `kept_keys` (addresses and ids).

    Strings under `html` and `..._html` are treated as HTML.
    """
    if isinstance(value, str):
        return to_latin(value)
    if isinstance(value, list):
        return [json_to_latin(item, kept_keys) for item in value]
    if isinstance(value, dict):
        return {
            key: item if key in kept_keys else _json_item(key, item, kept_keys) for key, item in value.items()
        }
    return value


def _json_item(key: str, item: Any, kept_keys: Collection[str]) -> Any:
    if isinstance(item, str) and (key == "html" or str(key).endswith("_html")):
        return html_to_latin(item)
    return json_to_latin(item, kept_keys)
