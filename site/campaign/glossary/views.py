"""`/<form>/glossary/`: every word with its meaning, in the order of the reader's alphabet. Works without JavaScript.

Two pages, because all words together are more than a first visit may weigh; each page has the letters of both.
"""

from itertools import groupby

from django.shortcuts import render
from django.urls import reverse

from campaign.check.routes import page_links
from campaign.languages.forms import WrittenForm, current
from content.files.glossary import alphabetical, first_letter
from content.text.scripts import to_latin

from .models import Term
from .rendering import original_beside


def glossary_page(request, second: bool = False):
    """Half of the terms under their letters; `#<key>` leads to one of them."""
    listed = letters(current(), request)
    here = "glossary-second" if second else "glossary"
    return render(
        request,
        "glossary/glossary.html",
        {
            "letters": [
                letter | {"url": "" if letter["page"] == here else reverse(letter["page"])}
                for letter in listed
            ],
            "shown": [letter for letter in listed if letter["page"] == here],
        },
    )


def letters(form: WrittenForm, request) -> list[dict]:
    """The letters with their terms, as the page shows them."""
    language, script = form.language, form.script if form.language == "sr" else "Latn"
    terms = [row.as_term() for row in Term.objects.all()]
    links = page_links({term.page for term in terms if term.page}, form, request)

    def shown(term) -> str:
        return to_latin(term.name[language]) if language == "sr" and script == "Latn" else term.name[language]

    ordered = sorted(terms, key=lambda term: alphabetical(shown(term), language, script))
    listed, before = [], 0
    for number, (letter, group) in enumerate(
        groupby(ordered, key=lambda term: first_letter(shown(term), language, script)), 1
    ):
        under = [
            {
                "key": term.id,
                "name": term.name[language],
                "meaning": term.meaning[language],
                "original": original_beside(term.name[language], *(term.original or ("", ""))),
                "page": links.get(term.page),
            }
            for term in group
        ]
        listed.append(
            {
                "letter": letter,
                "anchor": f"letter-{number}",
                "terms": under,
                # The letter in which the second half begins still belongs to the first.
                "page": "glossary" if before < len(terms) / 2 else "glossary-second",
            }
        )
        before += len(under)
    return listed
