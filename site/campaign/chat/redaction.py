"""Takes what identifies a person out of a message before it goes anywhere: phone, e-mail, passport and personal numbers, a name told as such."""

import re

HIDDEN = "[…]"
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# International (+383 44 123 456, 0049...) or local with a leading zero (044/123-456): nine digits or more. Amounts have no leading zero.
PHONE = re.compile(
    r"(?<![\w.,])(?:\+|00)\d(?:[\s/().-]{0,2}\d){7,13}(?!\w)|(?<![\w.,])0\d{1,2}(?:[\s/.-]{0,2}\d){6,8}(?![\w%€])"
)
# Passports and identity cards: one or two letters and six to nine digits.
DOCUMENT = re.compile(r"(?<!\w)[A-ZА-Я]{1,2}[\s-]?\d{6,9}(?!\w)", re.IGNORECASE)
# Personal numbers: ten digits in Kosovo, thirteen in Serbia, nothing between them.
PERSONAL = re.compile(r"(?<![\w.,])\d{9,13}(?![\w.,]\d)(?!\w)")
# A name after the words that announce one: "quhem Arta Gashi nga Peja", "zovem se ...". At most two words, so that little else can go with it.
NAME = re.compile(
    r"(?<!\w)(?P<announced>quhem|m[eëa] quajn[eë]|emri im [eë]sht[eë]|(?:unë )?e kam emrin|zovem se|ja se zovem|ime mi je|зовем се|име ми је|"
    r"my (?:full )?name is|my name['’]s|(?:i am|i'm) called)\s+"
    r"(?P<name>(?!(?:not|on|in|at|by|the|to|nuk|në|ne|nije|na|није|на)\b)[^\W\d_]{2,}(?:[ -](?!(?:dhe|edhe|e|a|nga|prej|jam|kam|nuk|due|dua|i|iz|sam|imam|и|из|сам|имам|and|from|but|who|i|am)\b)[^\W\d_]{2,})?)",
    re.IGNORECASE,
)
# Numbers that everybody may write: help lines must survive.
PUBLIC = ("080011112",)


def redact(text: str) -> tuple[str, bool]:
    """The message without personal numbers, addresses and announced names, and whether anything was taken out."""

    def hide(match: re.Match) -> str:
        return match[0] if re.sub(r"\D", "", match[0]) in PUBLIC else HIDDEN

    redacted = text
    for pattern in (EMAIL, DOCUMENT, PHONE, PERSONAL):
        redacted = pattern.sub(hide, redacted)
    redacted = NAME.sub(lambda match: f"{match['announced']} {HIDDEN}", redacted)
    return redacted, redacted != text
