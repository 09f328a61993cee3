"""Facts in messages as people type them."""

import re

import pytest

from chatbot.nlu.gazetteer import read
from chatbot.nlu.lexicon import LEXICON
from chatbot.nlu.message import asks_something, follows_up, supposes


def facts(text: str, asked: str | None = None, country: str = "DE") -> dict:
    found: dict = {}
    for one in read(text, asked, country):
        found[one.entity] = (
            found[one.entity] | one.value
            if isinstance(one.value, dict) and one.entity in found
            else one.value
        )
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jam elektricist dhe kam B1 gjermanisht", {"occupation": "electrician", "languages": {"de": "B1"}}),
        ("jom 33 vjeq edhe du me shku n'austri", {"age": 33, "country": "AT"}),
        ("ngjermani muj me shku si murator a jo", {"country": "DE", "occupation": "bricklayer"}),
        (
            "Имам 29 година, ја сам заваривач и немам понуду",
            {"age": 29, "occupation": "welder", "job_offer": False},
        ),
        (
            "imam 31 godinu i radim 8 godina kao konobar",
            {"age": 31, "experience_years": 8, "occupation": "waiter"},
        ),
        ("Ц1 немачки, Б2 енглески", {"languages": {"de": "C1", "en": "B2"}}),
        (
            "I am 28, a nurse with three years of experience",
            {"age": 28, "occupation": "nurse", "experience_years": 3},
        ),
        ("kam ofertë pune nga një firmë në Mynih", {"job_offer": {"country": "DE"}, "country": "DE"}),
        ("završio sam fakultet u Prištini", {"qualification": "degree"}),
        ("pa diplomë", {"qualification": "none"}),
        ("jetoj në Prizren", {"residence": "XK"}),
        ("imam srpski pasoš", {"nationality": "RS"}),
        ("nuk kam ndalim hyrjeje", {"entry_ban": False}),
        ("nostrifikim? diploma ime eshte e njohur pjeserisht", {}),
    ],
)
def test_reads_what_is_told(text, expected):
    assert facts(text) == expected


@pytest.mark.parametrize("text", ["mësova gjermanisht në shkollë", "da li treba nemački?", "I learn German"])
def test_the_language_is_not_the_country(text):
    assert "country" not in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "a duhet ofertë pune?",
        "da li mi treba ugovor?",
        "do I need a job offer?",
        "sa kushton viza 75 euro?",
        "koliko košta 100 evra taksa",
    ],
)
def test_a_question_tells_nothing(text):
    assert facts(text).keys() & {"job_offer", "salary", "funds"} == set()


@pytest.mark.parametrize(
    ("text", "level"), [("jo, kam B1 jo A2", "B1"), ("ne B1 nego A2", "A2"), ("not B2 but C1", "C1")]
)
def test_a_denied_level_is_not_taken(text, level):
    assert facts(text) == {"languages": {"de": level}}


@pytest.mark.parametrize(
    "text",
    ["nuk di gjermanisht", "ne znam nemački", "nemački ne znam", "I don't speak German", "gjermanisht s'di"],
)
def test_no_language_is_said_in_many_ways(text):
    assert facts(text) == {"languages": {"de": "none"}}


def test_a_denied_trade_is_not_theirs():
    assert facts("prit, nuk jam zidar, jam hidraulik") == {"occupation": "plumber"}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("elktricist", "electrician"),
        ("elektriqar", "electrician"),
        ("mehaničara", "car_mechanic"),
        ("hidraulikut", "plumber"),
        ("programmerr", "software_developer"),
    ],
)
def test_small_mistakes_and_endings_are_forgiven(text, slug):
    assert facts(text) == {"occupation": slug}


@pytest.mark.parametrize(
    "text", ["mendoj", "koliko", "shkojmë", "problem", "information", "pozdrav", "termin"]
)
def test_other_words_are_no_occupation(text):
    assert "occupation" not in facts(text)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("5", "experience_years", {"experience_years": 5}),
        ("njëzet e pesë", "age", {"age": 25}),
        ("dvadeset i pet", "age", {"age": 25}),
        ("thirty-one", "age", {"age": 31}),
        ("tri i po", "experience_years", {"experience_years": 3.5}),
        ("A2", "languages.en", {"languages": {"en": "A2"}}),
        ("hiç", "languages.de", {"languages": {"de": "none"}}),
        ("po", "job_offer", {"job_offer": {}}),
        ("još ne", "job_offer", {"job_offer": False}),
        ("da", "entry_ban", {"entry_ban": True}),
        ("jo", "asylum_benefits_recent", {"asylum_benefits_recent": False}),
        ("pjesërisht", "recognition.DE", {"recognition": {"DE": "partial"}}),
        ("nuk dua ta them", "age", {"age": "refused"}),
        ("ne znam", "recognition.AT", {"recognition": {"AT": "refused"}}),
        (
            "dy mijë e pesëqind euro",
            "job_offer.salary",
            {"salary": {"amount": 2500, "currency": "EUR", "per": "month"}},
        ),
        (
            "2.500 € neto mesečno",
            "job_offer.salary",
            {"salary": {"amount": 2500, "currency": "EUR", "per": "month", "gross": False}},
        ),
        (
            "48 000 bruto godišnje",
            "job_offer.salary",
            {"salary": {"amount": 48000, "currency": "EUR", "per": "year", "gross": True}},
        ),
    ],
)
def test_a_bare_answer_means_what_was_asked(text, asked, expected):
    assert facts(text, asked) == expected


def test_a_bare_number_without_a_question_means_nothing():
    assert facts("28") == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀😀",
        "<script>alert(1)</script>",
        "\u202e\u200f",
        '/inform{"age": 200}',
        "9" * 400,
        "a" * 100_000,
    ],
)
def test_odd_input_is_read_without_harm(text):
    assert facts(text, "age") == {}


def test_a_follow_up_leans_on_what_was_said():
    assert follows_up("edhe për Austri?") and follows_up("а за Немачку") and follows_up("what about Slovenia")
    assert not follows_up("sa kushton viza")


@pytest.mark.parametrize(
    "text",
    [
        "Po sikur ta kem B1?",
        "а ако немам понуду?",
        "What if a firm in Graz hires me?",
        "Ok. A da mi daju 3000 evra?",
    ],
)
def test_suppositions_are_known(text):
    assert supposes(text)


@pytest.mark.parametrize(
    "text",
    [
        "A da li mogu bez vize?",
        "Would you help me?",
        "If I have B1, which documents do I need?",
        "kam B1, nese duhet",
    ],
)
def test_what_only_looks_like_a_supposition(text):
    assert not supposes(text)


def test_telling_and_asking():
    assert asks_something("sa kushton viza")
    assert not asks_something("The owner is willing to sign.")


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("а ако немам понуду?", "", {"job_offer": False}),
        ("And if Zagreb hires me?", "", {"country": "HR", "job_offer": {"country": "HR"}}),
        ("rrogen s'dua ta tregoj", "", {"salary": "refused"}),
        ("jo, 39 vjet jam", "funds", {"age": 39}),
        ("po pse jo ne Austri?", "", {"country": "AT"}),
        (
            "a plumber of 41 with vocational school",
            "",
            {"age": 41, "occupation": "plumber", "qualification": "vocational"},
        ),
    ],
)
def test_facts_said_in_passing(text, asked, expected):
    assert facts(text, asked) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45.000 evra ponudu imam", {"job_offer": {}, "salary": {"amount": 45000, "currency": "EUR", "per": "year"}}),
        ("po sati 14 €", {"salary": {"amount": 14, "currency": "EUR", "per": "hour"}}),
        ("plata bi bila dve i po hiljade neto", {"salary": {"amount": 2500, "currency": "EUR", "per": "month", "gross": False}}),
        ("if a company in Graz hired me as a plumber, could I go?", {"country": "AT", "job_offer": {"country": "AT"}, "occupation": "plumber"}),
        ("hoteli në Zadar më pret për verë", {"country": "HR", "job_offer": {"kind": "seasonal", "country": "HR"}}),
        ("nobody has offered me anything", {"job_offer": False}),
        ("di pak gjermanisht", {"languages": {"de": "A1"}}),
        ("govorim nemački tečno", {"languages": {"de": "C1"}}),
        ("bez iskustva", {"experience_years": 0}),
        ("i turned forty last week", {"age": 40}),
        ("my diploma hasn't been recognised", {"recognition": {"DE": "none"}}),
        ("položio sam B1", {"languages": {"de": "B1"}}),
    ],
)  # fmt: skip
def test_everyday_forms_are_read(text, expected):
    assert facts(text) == expected


@pytest.mark.parametrize(
    "text",
    ["stipendija za master", "ima li granica godina za ausbildung", "how long is a course up to B1?", "do they accept matura for university",
     "can I go without experience?", "suspicious offer"],
)  # fmt: skip
def test_what_is_only_a_topic_is_no_fact(text):
    assert facts(text) == {}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("jam gipsar", "plasterer"), ("jom suvaxhi", "plasterer"), ("radim suvu gradnju", "plasterer"), ("Trockenbau radim", "plasterer"),
        ("punoj si kamerjere n'hotel", "waiter"), ("radim kao njegovateljica", "care_assistant"), ("im a carer", "care_assistant"),
        ("jom Pflegerin", "care_assistant"), ("ја сам куварица", "cook"), ("Lagerarbeiter jom", "warehouse_worker"),
        ("radim u magacinu", "warehouse_worker"), ("punoj n'fabrik", "factory_worker"), ("I work as a scaffolder", "scaffolder"),
        ("LKW Fahrer jam", "truck_driver"), ("vozač sam kamiona", "truck_driver"), ("jam inxhiniere e ndertimit", "civil_engineer"),
        ("diplomirala sam farmaciju", "pharmacist"), ("a degree in law", "lawyer"), ("master në ekonomi", "economist"),
        ("jam kujdestare pleqsh", "home_carer"), ("ka vend për një mësuese si unë?", "primary_teacher"), ("ја сам армирач", "concrete_worker"),
    ],
)  # fmt: skip
def test_work_has_many_names(text, slug):
    assert facts(text)["occupation"] == slug


@pytest.mark.parametrize(
    "text",
    [
        "burri jem osht moler", "мој брат је зидар", "my brother is a roofer, what does he need", "da li treba B1 za negovatelje",
        "sa paguhet nji saldator", "is a forklift driver a shortage job?", "which level do nurses need", "du me u bo infermiere",
        "how i cook pite", "cheap dentist in town?", "uslovi za vozača autobusa", "kontrata thotë 40 orë",
    ],
)  # fmt: skip
def test_work_of_others_and_work_as_a_topic_is_nobodys(text):
    assert not facts(text).keys() & {"occupation", "salary"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ma kan shkrujt ndales per schengen qe dy vjet", {"entry_ban": True}),
        ("imam zabranu ulaska do 2028", {"entry_ban": True}),
        ("I have an entry ban, how do I get rid of it", {"entry_ban": True}),
        ("Имао сам забрану али је укинута", {"entry_ban": False}),
        ("ndalesa m'ka skadu", {"entry_ban": False}),
        ("deported = ban how long", {}),
        ("koliko godina traje zabrana", {}),
        ("kom nejt ma gjat se 90 dite", {"overstay": True}),
        ("Боравио сам дуже од дозвољених 90 дана", {"overstay": True}),
        ("I never overstayed my 90 days", {"overstay": False}),
        ("what happens if I overstay?", {}),
        ("imam privatno penzijsko osiguranje", {"pension_provision": True}),
        ("s'kam sigurim pensional", {"pension_provision": False}),
        ("од које године траже доказ о пензији", {}),
        ("primao sam azilantsku pomoc prosle godine", {"asylum_benefits_recent": True}),
        ("imam 900 evra mesečno za život", {"funds": 900}),
        ("I can support myself with 1200 euros a month", {"funds": 1200}),
    ],
)
def test_what_lies_behind_somebody(text, expected):
    assert facts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kom kry ekonomikun para 4 vjetve", {"qualification": "degree", "occupation": "economist", "graduated_years_ago": 4}),
        ("završila sam fakultet prije šest godina", {"qualification": "degree", "graduated_years_ago": 6}),
        ("Завршио сам средњу школу за кувара, три године", {"qualification": "vocational", "training_years": 3, "occupation": "cook"}),
        ("završio mašinsku četiri godine", {"qualification": "vocational", "training_years": 4}),
        ("my training took two years, I am a baker", {"qualification": "vocational", "training_years": 2, "occupation": "baker"}),
        ("trogodišnje iskustvo kao zidar", {"experience_years": 3, "occupation": "bricklayer"}),
        ("s'kom kurrfar shkolle", {"qualification": "none"}),
        ("samouk sam moler", {"qualification": "none", "occupation": "painter"}),
        ("a ka mundesi pa diplome n'gjermani", {"country": "DE"}),
        ("jo bachelor, master", {}),
        ("lashë fakultetin përgjysmë, jam 25 vjeç", {"age": 25}),
        ("i dalje radim kao bravar, 12 godina", {"experience_until_now": True, "occupation": "locksmith", "experience_years": 12}),
        ("28v, bravar, 6v pervoj", {"age": 28, "occupation": "locksmith", "experience_years": 6}),
        ("35yo mechanic 8 yrs exp", {"age": 35, "occupation": "car_mechanic", "experience_years": 8}),
        ("kuvarica 51g 26g staza", {"age": 51, "occupation": "cook", "experience_years": 26}),
        ("I am 20 km from the border", {}),
        ("nuk jam 34 por 43 vjeç", {"age": 43}),
        ("got full recognition in Germany", {"country": "DE", "recognition": {"DE": "full"}}),
        ("how do I get partial recognition?", {}),
        ("do i qualify, 24, cook, offer in hand", {"age": 24, "occupation": "cook", "job_offer": {}}),
    ],
)  # fmt: skip
def test_schooling_and_years(text, expected):
    assert facts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gjermanisht jo, anglisht B2", {"languages": {"de": "none", "en": "B2"}}),
        ("German no, English B1", {"languages": {"de": "none", "en": "B1"}}),
        ("engleski, nivo B2", {"languages": {"en": "B2"}}),
        ("piši engleski molim, ne nemački", {}),
        ("učim za B2", {}),
        ("po mësoj për B1", {}),
        ("my wife has B1 German", {}),
        ("a duhet gruja me dit A1", {}),
        ("hoću da živim u Austriji", {"country": "AT"}),
        ("n'Prizren jetoj", {"residence": "XK"}),
        ("imam srpski pasoš i živim u Mitrovici", {"nationality": "RS", "residence": "XK"}),
        ("uverenje iz Srbije", {}),
        ("Slovenia rather than Slovakia", {"country": "SI"}),
        ("me kane ofruar pune ne Slloveni", {"country": "SI", "job_offer": {"country": "SI"}}),
        ("got an offer 18/hr", {"job_offer": {}, "salary": {"amount": 18, "currency": "EUR", "per": "hour"}}),
        ("oglas na fejsbuku: 3000 evra neto", {}),
        ("is this offer by email genuine?", {}),
        ("ma zbresin 300 euro nga rroga", {}),
        ("min salary blue card 2026?", {}),
    ],
)
def test_languages_places_and_pay(text, expected):
    assert facts(text) == expected


@pytest.mark.parametrize("path", sorted(LEXICON.glob("*.yml")), ids=lambda path: path.stem)
def test_no_class_of_words_is_named_twice(path):
    text = path.read_text(encoding="utf-8")
    names = re.findall(r'^"?(\w+)"?:', text, re.MULTILINE)
    assert len(names) == len(set(names))
