"""Names of the glossary are found in their forms, as whole names, and nowhere else."""

import pytest

from content.terms import Names


@pytest.mark.parametrize(
    ("language", "name", "text", "found"),
    [
        ("sq", "qëndrim i përhershëm", "Pas kësaj kërkoni qëndrimin e përhershëm.", "qëndrimin e përhershëm"),
        ("sq", "kuotë", "Kuotat hapen në janar.", "Kuotat"),
        ("sr", "стални боравак", "Услови за добијање сталног боравка", "сталног боравка"),
        ("sr", "кријумчар", "Кријумчару не дајте пасош.", "Кријумчару"),
        ("sr", "забрана уласка", "Можете добити забрану\nуласка.", "забрану\nуласка"),
        (
            "en",
            "recognition of a diploma",
            "Ask for recognition of your diploma.",
            "recognition of your diploma",
        ),
        ("en", "labour market test", "No labour-market tests here", "labour-market tests"),
    ],
)
def test_a_name_is_found_in_its_forms(language, name, text, found):
    (place,) = Names([("key", name)], language).find(text)
    assert (text[place.start : place.end], place.key) == (found, "key")


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("sq", "punëtor i kualifikuar", "Punë pa kualifikim ka shumë."),
        ("en", "employment agency", "Tell your employer for the agency's file."),
        ("en", "entry ban", "This was your entry. Ban means no."),
        ("en", "entry ban", "The form says “entry ban” at the top."),
        ("sr", "стални боравак", "На обрасцу пише „стални боравак“."),
        ("en", "EU Blue Card", "A blue card of any kind"),
        ("en", "of the", "of the"),
        ("en", "quota", ""),
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(language, name, text):
    assert Names([("key", name)], language).find(text) == []


def test_the_longest_name_wins():
    names = Names([("short", "diploma"), ("long", "diploma supplement")], "en")
    assert [place.key for place in names.find("A diploma supplement and a diploma")] == ["long", "short"]
