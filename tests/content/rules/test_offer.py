"""The offer check: real-sounding offers in each language, half of them clean; negations; hostile text."""

from pathlib import Path

import pytest
import yaml

from content.files.read import read_sources
from content.rules.offer import LONGEST, check, signs
from content.text.scripts import to_latin

FACTS = {"de_blue_card_salary_month": 4225, "de_minimum_wage": 13.9, "bg_minimum_wage_month": 620.2}
OFFERS = yaml.safe_load(Path(__file__).with_name("offers.yaml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(language, one["text"], set(one["signs"]), id=f"{language}-{number}")
    for language, offers in OFFERS.items()
    for number, one in enumerate(offers)
]


def found(text, **more):
    return {one.sign.id for one in check(text, FACTS, **more).findings}


def test_there_are_thirty_offers_a_language_and_half_of_them_are_clean():
    assert set(OFFERS) == {"sq", "sr", "en"}
    for offers in OFFERS.values():
        assert len(offers) == 30
        assert sum(not one["signs"] for one in offers) == 15


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_an_offer_shows_its_signs_and_a_clean_one_none(language, text, wanted):
    shown = found(text, prior=language)
    assert wanted <= shown
    if not wanted:
        assert not shown


@pytest.mark.parametrize(("language", "text", "wanted"), [case for case in CASES if case.values[0] == "sr"])
def test_serbian_shows_the_same_signs_in_both_scripts_and_without_marks(language, text, wanted):
    bald = (
        to_latin(text).translate(str.maketrans("čćšžČĆŠŽ", "ccszCCSZ")).replace("đ", "dj").replace("Đ", "Dj")
    )
    assert found(text, prior="sr") == found(to_latin(text), prior="sr") == found(bald, prior="sr")


@pytest.mark.parametrize(("language", "text", "wanted"), [case for case in CASES if case.values[0] == "sq"])
def test_albanian_shows_the_same_signs_without_marks(language, text, wanted):
    bald = text.translate(str.maketrans("ëçËÇ", "ecEC"))
    assert found(text, prior="sq") == found(bald, prior="sq")


@pytest.mark.parametrize(
    "text",
    [
        "Nuk kërkojmë depozitë.",
        "S’ka komision për kandidatët.",
        "Pa asnjë pagesë, pa depozitë.",
        "Nema depozita niti provizije.",
        "Не узимамо депозит.",
        "No deposit is asked.",
        "No fees, deposits or commission.",
        "We do not guarantee a visa.",
    ],
)
def test_a_negation_takes_a_sign_back(text):
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Pa kontratë, depozitë 300 euro.", "money_in_advance"),
        ("Bez ugovora, depozit 300€.", "money_in_advance"),
        ("No contract, deposit 300 euros.", "money_in_advance"),
        ("Nuk ka problem. Depozita 200 euro.", "money_in_advance"),
    ],
)
def test_a_negation_reaches_only_its_own_part_of_the_sentence(text, sign):
    assert sign in found(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Kerkoj 5 puntor per fasada, viza per nje muaj, duhet me pagu 1500 euro para", "money_in_advance"),
        ("Rad u kafiću u Nemačkoj, pasoš ne treba da nosite", "smuggling"),
        ("Put plaćamo, dokumente sređujemo mi tamo", "tourist_visa_for_work"),
        ("Посао у Аустрији код мог рођака, без пријаве првих месец дана", "no_contract"),
        ("Passport is not needed, we get you to Italy", "smuggling"),
    ],
)
def test_the_speech_of_the_street_is_understood(text, sign):
    assert sign in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "We need drivers for Poland, contract before departure, 1500 euros gross, office@trans-pol.pl, Prosta 5, Warszawa",
        "Kompania merr punëtorë për Kroaci, kontrata para nisjes, paga 1200 euro neto, lejen e punës e rregullon kompania",
        "Тражимо столаре за Словенију, 1500 евра нето, смештај обезбеђен, уговор пре пута",
    ],
)
def test_plain_offers_stay_unmarked(text):
    assert not found(text)


def test_the_words_that_gave_it_away_are_quoted_as_they_were_written():
    text = "Шаљите пасош. ДЕПОЗИТ 300 евра!"
    for one in check(text, FACTS).findings:
        assert all(quote in text for quote in one.quotes)
    assert any("ДЕПОЗИТ" in one.quotes for one in check(text, FACTS).findings)


def test_what_a_proper_offer_names_is_listed_when_it_is_not_there():
    assert set(check("Punë në ndërtim, thirrni.", FACTS).missing) == {
        "employer",
        "place",
        "gross",
        "hours",
        "contract",
    }
    full = "Bau GmbH, Berlin, kontratë me shkrim, 2800 euro bruto, 40 orë në javë."
    assert check(full, FACTS).missing == ()


def test_pay_is_compared_only_with_facts_that_are_there():
    text = "Pastrues në Gjermani, paga 6500 euro në muaj."
    assert {one.sign.id: one.compared for one in check(text, FACTS).findings} == {
        "salary_too_high": "de_blue_card_salary_month"
    }
    assert check(text, {}).findings == ()


@pytest.mark.parametrize(
    "text",
    ["", " \n", "€" * 9000, "1" * 9000, "." * 9000, "pasaport mban " * 700, "ne " * 4000, "‮\u0000" * 5000, "pa vize " * 3000, "<script>alert(1)</script>"],
)  # fmt: skip
def test_any_text_is_survived(text):
    result = check(text, FACTS)
    assert all(len(one.quotes) <= 3 for one in result.findings)
    assert len(text) <= LONGEST or check(text[:LONGEST], FACTS) == result


def test_every_sign_is_complete():
    sources = read_sources()
    known = set(sources[0] if isinstance(sources, tuple) else sources)
    for sign in signs():
        assert sign.grade in {"danger", "warning"}
        for texts in (sign.label, sign.why, sign.check):
            assert set(texts) == {"sq", "sr", "en"} and all(texts.values())
        assert sign.sources and set(sign.sources) <= known
        assert (Path(__file__).parents[3] / "content" / "pages" / sign.page).is_dir()


@pytest.mark.parametrize(
    ("text", "signs_found"),
    [
        (
            "SHPEJT!!! vetem sot 10 vende fabrike ne gjermani 4800€ ne muaj pa pervoje pa gjuhe",
            {"salary_too_high", "pressure"},
        ),
        ("SAMO DANAS jos 3 mesta za vozace, plata 5500€, bez iskustva", {"salary_too_high", "pressure"}),
        ("Start monday, no interview, 6000 eur month, no experience, cleaner", {"salary_too_high"}),
        ("udjes preko madjarske kombijem nocu, posle sredimo", {"smuggling"}),
        ("te marrim me kombi naten te pika", {"smuggling"}),
        ("we take you by night in a van", {"smuggling"}),
    ],
)
def test_messages_as_they_come_on_the_phone(text, signs_found):
    assert signs_found <= found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Punë në Gjermani, 3000 euro bruto në muaj, banimi 350 euro në muaj.",
        "Posao u Nemačkoj, plata 3.000 € bruto mesečno, smeštaj 350 € mesečno.",
        "Work in Germany: 3,000 euros gross a month, rent 350 euros a month.",
    ],
)
def test_the_rent_is_not_taken_for_the_pay(text):
    assert not found(text)
