"""The check of our texts: each rule with a text that fails and one that passes, and our own content is green."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from content.figures import Fact
from content.files import check, wording
from content.files.pieces import Piece
from content.files.read import CONTENT

FACTS = {
    "pass_mark": Fact(
        "pass_mark", {"sq": "Pikët", "sr": "Бодови", "en": "Points for German B1"}, 6, "points", (1,), dt.date(2026, 11, 23)
    )
}  # fmt: skip


def piece(text: str, language: str = "en", kind: str = "text") -> Piece:
    return Piece(Path(f"{language}.md"), 1, language, kind, text)


def messages(rule, text: str, language: str = "en", kind: str = "text", **more) -> list[str]:
    return [problem.message for problem in rule(piece(text, language, kind), **more)]


@pytest.mark.parametrize(
    ("language", "text", "what"),
    [
        ("en", "You need €50,700 a year.", "money"),
        ("sq", "Ju duhen 12.000 euro.", "money"),
        ("sr", "Потребно је 500 евра.", "money"),
        ("en", "Under 45 years of age.", "years"),
        ("sq", "Leja vlen 4 vjet.", "years"),
        ("sr", "Дозвола важи 4 године.", "years"),
        ("en", "You need 6 points.", "points"),
        ("sq", "Brenda 14 ditëve.", "time limit"),
        ("sr", "У року од 30 дана.", "time limit"),
        ("en", "About 20 per cent.", "percentage"),
        ("sq", "Vlen deri më 31.12.2026.", "date"),
        ("en", "The rule of 2026.", "year"),
        ("en", "Call 192.", "number"),
        ("en", "You need German B1.", "level B1"),
        ("sr", "Потребан је немачки Б1.", "stay Latin"),
    ],
)
def test_bare_figures_fail(language, text, what):
    assert any(what in message for message in messages(wording.bare_figures, text, language, facts=FACTS))


@pytest.mark.parametrize(
    "text",
    [
        "You need [[pass_mark]] points.",
        "The 90/180 rule, and Resolution 1244/1999.",
        "German B1 gives [[pass_mark]] points.",  # the fact's label names the level
        "**B1:** talks about work.",
        "Look at [[de:Kategorie B2]].",
    ],
)
def test_references_and_names_are_no_bare_figures(text):
    assert messages(wording.bare_figures, text, facts=FACTS) == []


@pytest.mark.parametrize(
    ("rule", "language", "bad", "good"),
    [
        (wording.number_words, "sq", "Pas tre vjetësh.", "Pas [[x]] vjetësh."),
        (wording.number_words, "sr", "После две године.", "После дуже времена."),
        (wording.number_formats, "sq", "Paga 50,700 lek", "Paga 50.700 lek"),
        (wording.number_formats, "sr", "Дана 24. 11. 2026 почиње", "Дана 24. 11. 2026. почиње"),
        (wording.number_formats, "en", "It costs 75 €", "It costs €75"),
        (wording.number_formats, "sq", "75 €", "75\u00a0€"),
        (wording.mixed_scripts, "sr", "Виза je готова", "Виза је готова"),  # Latin je
        (wording.mixed_scripts, "sr", "Вaша виза", "Ваша виза"),  # Latin a
        (wording.mixed_scripts, "sr", "Посао као Ausbildung", "Посао као [[de:Ausbildung]], ниво B1"),
        (wording.mixed_scripts, "sq", "Vizа është", "Viza është"),  # Cyrillic а
        (wording.quotation_marks, "sq", 'Thonë "po".', "Thonë „po”."),
        (wording.quotation_marks, "sq", "Thonë „po“.", "S’ka „po”."),
        (wording.quotation_marks, "sq", "S'ka vizë.", "S’ka vizë."),
        (wording.quotation_marks, "sr", "Кажу „да”.", "Кажу „да“."),
        (wording.quotation_marks, "sr", "Кажу „да.", "Кажу да."),
        (wording.quotation_marks, "en", "They say «yes».", 'They say "yes" to the employer\'s offer.'),
        (wording.avoided_words, "en", "You will get the visa.", "The embassy decides on the visa."),
        (wording.avoided_words, "en", "A guaranteed job.", "Nobody can guarantee a job."),
        (wording.avoided_words, "en", "It is easy.", 'They say "easy money".'),
        (wording.avoided_words, "sq", "Vizë e garantuar.", "Askush nuk e garanton vizën."),
        (wording.avoided_words, "sq", "Migrantë ilegalë.", "Migrantë të parregullt."),
        (wording.avoided_words, "sq", "Kriteret e eligjibilitetit.", "Kushtet."),
        (wording.avoided_words, "sq", "Nëse ti dëshiron.", "Nëse ju dëshironi."),
        (wording.avoided_words, "sq", "Jeni aty për pune.", "Oferta e një pune të re."),
        (wording.avoided_words, "sr", "Гарантована виза.", "Нико не гарантује визу."),
        (wording.avoided_words, "sr", "Издаје се од стране амбасаде.", "Издаје је амбасада."),
        (wording.avoided_words, "sr", "Увјети и тједан.", "Услови и недеља."),
        (wording.avoided_words, "sr", "Прије поласка.", "Пре поласка."),
        (wording.avoided_words, "sr", "Ако имаш понуду.", "Ако имате понуду."),
        (wording.avoided_words, "sr", "Аплицирате за визу.", "Подносите захтев за визу."),
        (wording.bald_albanian, "sq", "Kjo eshte leja.", "Kjo është leja."),
        (wording.bald_albanian, "sq", "Cfare kushton?", "Çfarë kushton?"),
        (wording.capital_you, "sr", "Ако Ви имате понуду.", "Ви имате понуду."),
        (wording.capital_you, "sq", "Nëse Ju keni ofertë.", "Ju keni ofertë."),
    ],
)
def test_rules_of_the_house(rule, language, bad, good):
    assert messages(rule, bad, language)
    assert messages(rule, good, language) == []


def test_a_promise_may_stand_in_a_question():
    assert messages(wording.avoided_words, "Is a guaranteed visa real?", kind="answer")
    assert messages(wording.avoided_words, "Is a guaranteed visa real?", kind="question") == []


def test_the_word_is_named_with_its_cure_and_line():
    found = next(
        wording.bald_albanian(Piece(Path("sq.md"), 7, "sq", "text", "Rreshti i parë.\nKjo eshte e dyta."))
    )
    assert (found.line, found.message) == (8, "'eshte': write është")


def test_long_sentences_count_facts_and_names_as_words():
    long = " ".join(["word"] * 24) + " [[pass_mark]] [[de:Amt]]."
    assert messages(wording.sentence_length, long, more_than=25) and not messages(
        wording.sentence_length, long, more_than=26
    )
    assert not messages(wording.sentence_length, "One is short. " * 20, more_than=5)


def test_capitals_in_headings():
    lower = {"visa", "offers"}
    assert messages(wording.capitals, "How to Recognise Visa Offers", kind="heading", lower=lower)
    assert (
        messages(wording.capitals, "Visa for Germany: offers from Kosovo", kind="heading", lower=lower) == []
    )


@pytest.fixture
def little(tmp_path):
    """A content folder of one page without a fault."""
    root = tmp_path / "content"
    for folder in ("facts", "pages/home", "routes/shared"):
        (root / folder).mkdir(parents=True)
    shutil.copy(CONTENT / "routes" / "shared" / "criteria.yaml", root / "routes" / "shared")
    (root / "routes" / "shared" / "criteria.yaml").write_text("[]\n")
    (root / "sources.yaml").write_text(
        "- {id: 1, title: Law, url: 'https://example.org/', kind: law_text, dated: undated}\n"
    )
    (root / "facts" / "all.yaml").write_text(
        "- id: fee\n  label: {sq: Taksa, sr: Такса, en: Fee}\n  value: 75\n  unit: EUR\n  sources: [1]\n"
        "  checked_on: 2026-11-23\n  valid_until: 2026-12-31\n"
    )
    (root / "pages" / "home" / "page.yaml").write_text(
        "type: home\nslug: {sq: a, sr: b, en: c}\nchecked_on: 2026-11-23\n"
        "review: {sq: approved, sr: approved, en: approved}\n"
    )
    texts = {
        "sq": ("Sa kushton viza?", "Taksa është [[fee]]."),
        "sr": ("Колико кошта виза?", "Такса износи [[fee]]."),
        "en": ("What does the visa cost?", "The fee is [[fee]]."),
    }
    for language, (title, body) in texts.items():
        (root / "pages" / "home" / f"{language}.md").write_text(
            f'---\ntitle: "{title}"\nsummary: "{body}"\n---\n## {title}\n{body} [Ligj](source:1)\n'
            if language == "sq"
            else f'---\ntitle: "{title}"\nsummary: "{body}"\n---\n## {title}\n{body} [{"Закон" if language == "sr" else "Law"}](source:1)\n'
        )
    return root


def faults(root, today=dt.date(2026, 11, 24)) -> list[str]:
    return [
        f"{problem.path.name}:{problem.line}: {problem.message}"
        for problem in check.check(root, today).faults
    ]


def test_a_good_folder_has_no_fault_and_no_note(little):
    report = check.check(little, dt.date(2026, 11, 24))
    assert report.faults == [] and report.notes == []


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("pages/home/en.md", "(source:1)", "(source:9)", "en.md:6: the link to source:9 leads nowhere"),
        ("pages/home/en.md", "(source:1)", "(page:nobody)", "en.md:6: the link to page:nobody leads nowhere"),
        ("pages/home/sr.md", "\n## ", "\n## Још нешто?\nТекст.\n\n## ", "2 sections, but en.md has 1"),
        ("pages/home/sq.md", "Taksa është [[fee]]. [", "Taksa nuk dihet. [", ""),
        ("pages/home/sq.md", "[[fee]]", "75\u00a0€", "sq.md:1: lacks a fact that en.md has: fee"),
        ("pages/home/sq.md", "[[fee]]", "75\u00a0€", "an amount of money"),
        ("pages/home/en.md", "[[fee]]", "[[fees]]", "no such fact"),
        ("pages/home/page.yaml", "type: home", "type: home\nrelated: [nobody]", "related: nobody isn't a page"),
        ("pages/home/page.yaml", "type: home", "type: home\nroute: no_route", "route no_route isn't in content/routes/"),
        ("facts/all.yaml", "sources: [1]", "sources: [2]", "sources [2] aren't in content/sources.yaml"),
    ],
)  # fmt: skip
def test_faults_between_files(little, file, old, new, expected):
    edit(little / file, old, new)
    found = faults(little)
    assert any(expected in fault for fault in found) if expected else found == []


def test_a_missing_language_is_a_fault(little):
    (little / "pages" / "home" / "sr.md").unlink()
    assert any("sr.md is missing" in fault for fault in faults(little))


def test_much_shorter_text_is_a_fault(little):
    for language in ("en", "sr"):
        path = little / "pages" / "home" / f"{language}.md"
        path.write_text(path.read_text() + ("\nDone. " if language == "en" else "\nГотово. ") * 60)
    assert any("of the length of en.md" in fault for fault in faults(little))


def test_the_figures_of_an_answer_are_the_same_in_all_languages(little):
    (little / "faq").mkdir()
    entry = (
        '- id: fee_question\n  page: home\n  question: {sq: "Sa kushton?", sr: "Колико кошта?", en: "What is the fee?"}\n'
        '  answer: {sq: "Taksa është [[fee]].", sr: "Такса је [[fee]].", en: "The fee is [[fee]]."}\n'
        "  checked_on: 2026-11-23\n  review: {sq: approved, sr: approved, en: approved}\n"
    )
    (little / "faq" / "all.yaml").write_text(entry)
    assert faults(little) == []
    (little / "faq" / "all.yaml").write_text(entry.replace("Такса је [[fee]]", "Такса је мала"))
    assert any("not all languages of this answer have fee" in fault for fault in faults(little))


def test_unused_and_expired_facts_are_notes(little):
    report = check.check(little, dt.date(2027, 1, 1))
    assert [note.message for note in report.notes] == [
        "fee expired on 2026-12-31; check it and give it a new day"
    ]
    for language in ("sq", "sr", "en"):
        path = little / "pages" / "home" / f"{language}.md"
        path.write_text(path.read_text().replace("[[fee]]", "—"))
    notes = [str(note) for note in check.check(little, dt.date(2026, 11, 24)).notes]
    assert len(notes) == 1 and notes[0].endswith("all.yaml:1: no text and no rule refers to fee")


def test_our_own_content_has_no_fault():
    assert [str(fault) for fault in check.check().faults] == []
