"""Questions: read whole or not at all, and every fault named with file and line."""

import datetime as dt

import pytest
import yaml

from content.files.faq import read_all_faq, read_faq
from content.files.read import read_content

PAGES, FACTS, SOURCES = {"costs", "help"}, {"de_national_visa_fee"}, {58}


def entry(**more) -> dict:
    return {
        "id": "visa_fee",
        "page": "costs",
        "question": {"sq": "Sa kushton viza?", "sr": "Колико кошта виза?", "en": "What does the visa cost?"},
        "answer": dict.fromkeys(("sq", "sr", "en"), "[[de_national_visa_fee]]."),
        "also": {"sq": ["sa pare viza"], "sr": ["koliko je viza"], "en": ["visa price"]},
        "checked_on": dt.date(2026, 11, 23),
        "review": dict.fromkeys(("sq", "sr", "en"), "machine_drafted"),
    } | more


@pytest.fixture
def read(tmp_path):
    """Writes entries into a file and reads it."""

    def written(*entries):
        path = tmp_path / "costs.yaml"
        path.write_text(yaml.safe_dump(list(entries), allow_unicode=True, sort_keys=False), encoding="utf-8")
        return read_faq(path, PAGES, FACTS, SOURCES)

    return written


def test_a_question_is_read_whole(read):
    found, problems = read(entry(sources=[58], topics=["costs"], country="DE"))
    assert not problems
    faq = found["visa_fee"]
    assert (faq.page, faq.country, faq.sources, faq.topics) == ("costs", "DE", (58,), ("costs",))
    assert faq.also["sr"] == ("koliko je viza",)
    assert faq.checked_on == dt.date(2026, 11, 23)


def test_wordings_sources_and_country_may_be_left_out(read):
    faq = read({name: value for name, value in entry().items() if name != "also"})[0]["visa_fee"]
    assert faq.also == {"sq": (), "sr": (), "en": ()} and not faq.country


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"page": "moon"}, "page 'moon' isn't there"),
        ({"sources": [58, 999]}, "sources [999]"),
        ({"answer": dict.fromkeys(("sq", "sr", "en"), "[[no_such_fact]]")}, "[[no_such_fact]]: no such fact"),
        ({"answer": dict.fromkeys(("sq", "sr", "en"), "Ask.")}, "sources missing"),
        ({"question": {"sq": "Sa?", "en": "How much?"}}, "question needs sq, sr and en"),
        ({"review": dict.fromkeys(("sq", "sr", "en"), "fine")}, "review 'fine' isn't known"),
        ({"checked_on": "yesterday"}, "checked_on: 'yesterday' isn't a date"),
        ({"id": "Visa Fee"}, "id 'Visa Fee'"),
        ({"also": {"sq": "sa pare"}}, "also must hold a list"),
        ({"also": ["sa pare"]}, "also must hold a list"),
        ({"anser": "typo"}, "anser: not known"),
        ({"answer": ""}, "answer missing"),
    ],
)
def test_a_fault_is_named_and_only_its_question_left_out(read, wrong, named):
    found, problems = read(entry(**wrong), entry(id="other"))
    assert list(found) == ["other"]
    assert named in "\n".join(map(str, problems))
    assert all(problem.path.name == "costs.yaml" and problem.line >= 1 for problem in problems)


def test_an_unknown_fact_is_named_where_it_stands(tmp_path):
    path = tmp_path / "faq.yaml"
    answers = entry(answer={"sq": "A.", "sr": "Б.", "en": "[[no_such_fact]]"})
    path.write_text(yaml.safe_dump([entry(id="other"), answers], sort_keys=False), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    (problem,) = read_faq(path, PAGES, FACTS, SOURCES)[1]
    assert "no_such_fact" in lines[problem.line - 1]


def test_twice_the_same_id_is_a_fault_within_a_file_and_across_files(read, tmp_path):
    found, problems = read(entry(), entry(page="help"))
    assert found["visa_fee"].page == "costs" and "stands here twice" in str(problems[0])
    (tmp_path / "help.yaml").write_text(yaml.safe_dump([entry(page="help")]), encoding="utf-8")
    found, problems = read_all_faq(tmp_path, PAGES, FACTS, SOURCES)
    assert found["visa_fee"].page == "costs"
    assert any(problem.path.name == "help.yaml" and "another file" in str(problem) for problem in problems)


@pytest.mark.parametrize("text", ["- id: [", "just words", "- only a word"])
def test_what_is_no_list_of_questions_is_a_fault(tmp_path, text):
    path = tmp_path / "faq.yaml"
    path.write_text(text, encoding="utf-8")
    found, problems = read_faq(path, PAGES, FACTS, SOURCES)
    assert not found and problems


def test_our_own_questions():
    content = read_content()
    assert not [problem for problem in content.problems if problem.path.parent.name == "faq"]
    assert len(content.faq) >= 120
    assert {faq.page for faq in content.faq.values()} == set(content.pages)
    for faq in content.faq.values():
        assert all(faq.also[language] for language in ("sq", "sr", "en")), faq.id
