"""`/<form>/glossary/`: every word with its meaning, in the order of the reader's alphabet. Works without JavaScript."""

from itertools import groupby

from django.shortcuts import render

from campaign.check.routes import page_links
from campaign.languages.forms import WrittenForm, current
from content.files.glossary import alphabetical, first_letter
from content.text.scripts import to_latin

from .models import Term


def glossary_page(request):
    """All terms under their letters; `#<key>` leads to one of them."""
    form = current()
    return render(request, "glossary/glossary.html", {"letters": letters(form, request)})


def letters(form: WrittenForm, request) -> list[dict]:
    """The letters with their terms, as the page shows them."""
    language, script = form.language, form.script if form.language == "sr" else "Latn"
    terms = [row.as_term() for row in Term.objects.all()]
    links = page_links({term.page for term in terms if term.page}, form, request)

    def shown(term) -> str:
        return to_latin(term.name[language]) if language == "sr" and script == "Latn" else term.name[language]

    ordered = sorted(terms, key=lambda term: alphabetical(shown(term), language, script))
    return [
        {
            "letter": letter,
            "anchor": f"letter-{number}",
            "terms": [
                {
                    "key": term.id,
                    "name": term.name[language],
                    "meaning": term.meaning[language],
                    "original": {"lang": term.original[0], "name": term.original[1]}
                    if term.original and term.original[1].lower() != term.name[language].lower()
                    else None,
                    "page": links.get(term.page),
                }
                for term in group
            ],
        }
        for number, (letter, group) in enumerate(
            groupby(ordered, key=lambda term: first_letter(shown(term), language, script)), 1
        )
    ]
