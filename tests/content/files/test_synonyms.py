"""The lists of other names: what a line says, what is refused and why, and that writing is the inverse of reading."""

import pytest

from content.files.read import read_content
from content.files.synonyms import (
    LONGEST_LINE,
    LONGEST_NAME,
    MOST_NAMES,
    SynonymSet,
    faults,
    line_of,
    read_line,
    read_synonyms,
    split_names,
    write_synonyms,
)


def written(tmp_path, sq: str):
    folder = tmp_path / "synonyms"
    folder.mkdir()
    (folder / "sq.txt").write_text(sq, encoding="utf-8")
    return read_synonyms(tmp_path, {"costs"})


def codes(line: str, language: str = "sq") -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in faults(read_line(line, language))}


def test_our_own_lists_have_no_fault():
    sets, problems = read_synonyms(pages=read_content().pages)
    assert problems == []
    assert {one.language for one in sets} == {"sq", "sr", "en"} and len(sets) > 150


def test_a_line_in_both_directions_and_in_one():
    assert read_line("pagë,  rrogë # both # sa është rroga > costs", "sq") == SynonymSet(
        "sq", ("pagë", "rrogë"), (), "both", "sa është rroga", "costs"
    )
    one = read_line("a b, c > d # heard # c > costs", "en")
    assert one.said == ("a b", "c") and one.meant == ("d",)


@pytest.mark.parametrize(
    "line", ["pagë, rrogë # both # rroga > costs", "bllokada > ndalim hyrje # heard # bllokada > costs"]
)
def test_writing_is_the_inverse_of_reading(line, tmp_path):
    assert line_of(read_line(line, "sq")) == line
    assert write_synonyms(tmp_path, [read_line(line, "sq")]) == 1
    assert read_synonyms(tmp_path, {"costs"}) == ([read_line(line, "sq")], [])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("pagë # both # rroga > costs", ("said", "few")),
        ("pagë, paga # forms # rroga > costs", ("said", "few")),
        (" # both # rroga > costs", ("said", "few")),
        ("pagë, rrogë # # rroga > costs", ("reason", "reason")),
        ("pagë, rrogë", ("reason", "reason")),
        ("pagë, rrogë # both", ("query", "query")),
        ("pagë, rrogë # both # rroga", ("query", "query")),
        ("pagë, rrogë # both # rroga >", ("page", "page")),
        ("pagë, dhe # both # rroga > costs", ("said", "empty")),
        ("pagë > dhe # both # rroga > costs", ("meant", "empty")),
        ("pagë, 🙂 # both # rroga > costs", ("said", "empty")),
        ("pagë, rrogë # both # dhe > costs", ("query", "empty")),
        ("pagë, rrogë, PAGE # both # rroga > costs", ("said", "twice")),
        ("pagë, rrogë > rroge # both # rroga > costs", ("meant", "twice")),
        (f"pagë, {'a' * (LONGEST_NAME + 1)} # both # rroga > costs", ("said", "long")),
        (f"pagë, rrogë # {'a' * (LONGEST_LINE + 1)} # rroga > costs", ("reason", "long")),
        (
            ", ".join(f"fjala{n}" for n in range(MOST_NAMES + 1)) + " # both # rroga > costs",
            ("said", "many"),
        ),
        ("a > b > c # both # rroga > costs", ("meant", "sign")),
    ],
)
def test_what_would_be_useless_is_named(line, code):
    assert code in codes(line)


def test_ten_kilobytes_are_one_clear_message():
    assert [
        fault.code for fault in faults(read_line(f"{'fjalë ' * 1_700}, b # r # fjala > costs", "sq"))
    ] == ["long"]
    many = SynonymSet("sq", tuple(f"fjala{n}" for n in range(1_700)), (), "r", "fjala", "costs")
    assert [fault.code for fault in faults(many)] == ["many"]


def test_names_are_divided_by_commas_and_lines_of_any_kind():
    assert split_names(" a,b\n c \r\n\n,d\u2028e ") == ("a", "b", "c", "d e")


def test_the_same_set_in_another_script_is_the_same():
    assert SynonymSet("sr", ("плата",)).key == SynonymSet("sr", ("plata",)).key == "plata"


def test_a_faulty_line_is_named_with_its_number_and_the_rest_is_read(tmp_path):
    sets, problems = written(
        tmp_path,
        "# head\npagë, rrogë # both # rroga > costs\npagë # x # rroga > costs\n\npara, lekë # money # lekë > nowhere\nPage, euro # x # euro > costs\n",
    )
    assert [one.said for one in sets] == [("pagë", "rrogë")]
    said = [(problem.line, problem.message) for problem in problems]
    assert {line for line, _ in said} == {3, 5, 6}
    assert any("nowhere" in message for line, message in said if line == 5)
    assert any("line 2" in message for line, message in said if line == 6)


def test_what_is_no_text_is_named(tmp_path):
    (tmp_path / "synonyms").mkdir()
    (tmp_path / "synonyms" / "sq.txt").write_bytes(b"\xff\xfe\xff")
    sets, problems = read_synonyms(tmp_path)
    assert not sets and "UTF-8" in problems[0].message
