"""The glossary file: faults with file, line and cure; the alphabets; what search takes from it."""

import pytest

from content.files.glossary import alphabetical, first_letter, read_glossary
from content.index.analysis import terms
from content.index.synonyms import of_files
from content.languages import LANGUAGES

GOOD = """\
- id: visa
  category: permits
  name: {sq: vizë, sr: виза, en: visa}
  also: {sq: [viza]}
  meaning: {sq: A., sr: Б., en: C.}
  original: {lang: de, name: Visum}
  page: embassy-appointments
- id: pay
  category: work
  name: {sq: pagë, sr: плата, en: pay}
  meaning: {sq: A., sr: Б., en: C.}
"""
PAGES = {"embassy-appointments"}


def read(tmp_path, text):
    path = tmp_path / "glossary.yaml"
    path.write_text(text, encoding="utf-8")
    found, problems = read_glossary(path, PAGES)
    return found, [f"{problem.line}: {problem.message}" for problem in problems]


def test_a_good_file(tmp_path):
    found, problems = read(tmp_path, GOOD)
    assert problems == [] and list(found) == ["visa", "pay"]
    assert found["visa"].original == ("de", "Visum") and found["visa"].also == {"sq": ("viza",)}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: pay", "id: visa", "8: term visa stands here twice"),
        ("id: pay", "id: Pay!", "8: id 'Pay!': use small letters"),
        ("category: work", "category: salad", "8: category 'salad' isn't known; use one of"),
        ("name: {sq: pagë,", "name: {", "8: name needs sq, sr and en"),
        ("en: pay}", "en: visa}", "8: 'visa' (en) is the name of visa already"),
        ("page: embassy-appointments", "page: nowhere", "1: page 'nowhere' isn't there"),
        ("also: {sq: [viza]}", "also: [viza]", "1: also must hold a list of names for each language"),
        ("{lang: de, name: Visum}", "Visum", "1: original must be {lang: de"),
        ("  category: work\n", "  category: work\n  colour: red\n", "8: colour: not known"),
        ("  category: work\n", "  category: work\n  explain: often\n", "8: explain 'often': write true"),
    ],
)
def test_faults_are_named_and_the_other_term_stays(tmp_path, old, new, expected):
    found, problems = read(tmp_path, GOOD.replace(old, new))
    assert [problem for problem in problems if expected in problem]
    assert len(found) == 1


def test_a_broken_file_is_named(tmp_path):
    assert "isn't valid YAML" in read(tmp_path, "- {id: [")[1][0]
    assert "must be a list" in read(tmp_path, "id: visa")[1][0]


@pytest.mark.parametrize(
    ("language", "script", "names"),
    [
        ("sq", "Latn", ["certifikatë", "çmim", "dëbim", "diplomë", "dhomë", "gur", "gjuhë", "lule", "llogari", "nuse", "njohje", "rrugë", "student", "shofer", "tatim", "thes", "zanat", "zhurmë"]),
        ("sr", "Cyrl", ["азил", "виза", "граница", "дете", "ђак", "жалба", "језик", "лекар", "љубав", "нега", "њива", "ћилим", "цена", "џеп"]),
        ("sr", "Latn", ["azil", "cena", "čas", "ćilim", "dete", "džep", "đak", "lekar", "ljubav", "nega", "njiva", "šef", "žalba"]),
        ("en", "Latn", ["90/180 rule", "appeal", "border police", "borders", "visa"]),
    ],
)  # fmt: skip
def test_alphabets(language, script, names):
    assert sorted(names, key=lambda name: alphabetical(name, language, script)) == names


def test_letters_of_two_signs_head_their_own_group():
    assert first_letter("njohje e diplomës", "sq") == "Nj" and first_letter("njiva", "sr", "Latn") == "Nj"
    assert first_letter("љубав", "sr") == "Љ" and first_letter("90/180 rule", "en") == "#"


def test_our_own_glossary_is_complete():
    found, problems = read_glossary()
    assert problems == [] and len(found) >= 169
    assert all(term.meaning[language].endswith(".") for term in found.values() for language in LANGUAGES)


def test_what_people_say_finds_our_word():
    said, ours = tuple(terms("punë e rrejshme", "sq")), tuple(terms("ofertë e rreme pune", "sq"))
    assert ours in of_files("sq")[said]


def test_what_says_too_little_is_no_synonym():
    travel = tuple(terms("udhëtim pa viza", "sq"))
    assert travel not in of_files("sq").get(tuple(terms("pa viza", "sq")), ())  # only "viza" is left of it
