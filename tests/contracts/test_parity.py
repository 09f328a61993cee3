"""One question, two engines, one answer: the same passages in the same order with the same scores, marks and corrections."""

import random
from dataclasses import replace

import pytest

from content.index.queries import search
from content.languages import LANGUAGES
from tests.performance.passages import passages, questions

from .samples import passage

SIZE = 3_000
HOSTILE = [
    "", " ", "?!…", "\x00", "\ud800", "viza\ud800", "a" * 10_000, "viza " * 2_000, '"viza', "viza*", "viza~2", "+viza -punë", "viza AND (", "NEAR(viza punë)",
    "terms:viza", "{!lucene}", "<script>", "'; DROP TABLE passage; --", "🙂", "viza 🙂 punë", "\u202eaziv", "v\u200biza", "vizа", "ВИЗА viza", "dhe", "the of and",
    "и у на", "12.000", "90/180", "١٢", "ﬁne", "İstanbul", "ß" * 50, "\\", "[[fact]]", "%s %d {}", "null", "true",
]  # fmt: skip


@pytest.fixture(scope="module")
def many():
    return list(passages(SIZE))


@pytest.fixture
def filled(both, many):
    for store in both:
        store.rebuild(many, [], 1)
    return both


def differences(both, language, asked, **options):
    """The questions whose answers are not the same in all they say."""
    embedded, server = both
    return [
        text
        for text in asked
        if search(text, language, limit=10, store=embedded, **options)
        != search(text, language, limit=10, store=server, **options)
    ]


def test_parity(filled, many):
    for language in LANGUAGES:
        asked = questions(language, 80)
        assert sum(bool(search(text, language, store=filled[0]).hits) for text in asked) > 70
        assert not differences(filled, language, asked)
        assert not differences(filled, language, asked[:20], kinds=["faq"])
        assert not differences(filled, language, asked[:20], country="DE")
        assert not differences(filled, language, HOSTILE)

    # After changes too: Elasticsearch still counts what was replaced, our order must not.
    rng, pages = random.Random(5), {}
    for one in many:
        pages.setdefault((one.page, one.language), []).append(one)
    for version, (page, language) in enumerate(rng.sample(sorted(pages), 60), 2):
        kept = [replace(one, text=rng.choice(many).text, version=version) for one in pages[page, language]][
            : rng.randint(0, 5)
        ]
        for store in filled:
            assert store.replace_page(page, language, kept, version)
    for language in LANGUAGES:
        assert not differences(filled, language, questions(language, 40, seed=3))


def test_every_spelling_is_the_same_question_on_both(both):
    texts = {
        "sq": ("Viza kombëtare për punë në Gjermani", ["viza kombetare", "VIZË KOMBËTARE", "vizen kombtare", "viza  komebtare"]),
        "sr": ("Национална виза за рад у Немачкој", ["nacionalna viza", "националне визе", "NACIONALNU VIZU", "nacoinalna viza"]),
        "en": ("A national visa for work in Germany", ["national visa", "the National Visas", "natoinal visa", "visa (national)"]),
    }  # fmt: skip
    for store in both:
        for language, (text, _) in texts.items():
            written = [
                passage(text=text, language=language),
                passage(place=1, text="112 155", language=language),
            ]
            store.replace_page("visa", language, written, 1)
    for language, (_, asked) in texts.items():
        for text in asked:
            for store in both:
                assert [hit.passage.id for hit in search(text, language, store=store).hits] == [
                    f"visa:{language}:00"
                ]
        assert not differences(both, language, asked)
