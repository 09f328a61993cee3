"""The two doors as a program uses them: one line of JSON in, one out, bad lines named."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROFILE = {"age": 28, "occupation": "electrician", "languages": {"de": "A2"}}


def run(tool, text, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", f"tools.{tool}", *arguments],
        input=text,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr, done.returncode


def test_eligibility_report_answers_every_route():
    (line,), _, code = run("eligibility_report", json.dumps({"id": 1, "profile": PROFILE}), "-")
    assert code == 0
    assert line["id"] == 1
    assert set(line["routes"]["de_chancenkarte"]) >= {
        "outcome",
        "points",
        "criteria",
        "missing",
        "would_change",
    }


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path):
    path = tmp_path / "profiles.jsonl"
    records = [
        json.dumps({"id": "a", "profile": {"age": 900}}),
        "{not json",
        "[]",
        json.dumps({"id": "b", "profile": PROFILE}),
    ]
    path.write_text("\n".join(records), encoding="utf-8")
    lines, messages, code = run("eligibility_report", "", str(path))
    assert code == 1
    assert len(lines) == 4
    assert lines[0]["errors"][0]["field"] == "age"
    assert lines[3]["routes"]
    for number in (1, 2, 3):
        assert f"profiles.jsonl:{number}:" in messages


def test_missing_file_is_one_clear_line():
    lines, message, code = run("eligibility_report", "", "nowhere.jsonl")
    assert (lines, code) == ([], 1)
    assert message.count("\n") == 1


def test_stay_report_counts_and_refuses():
    stay = {"entry": "2014-11-01", "exit": "2014-11-30", "basis": "visa_free"}
    good = {
        "id": 1,
        "mode": "control",
        "reference_date": "2014-11-30",
        "stays": [{"entry": "15.08.2014", "exit": "30.09.2014"}, stay],
    }
    bad = {"id": 2, "mode": "planning", "reference_date": "2026-02-30", "stays": [stay]}
    (first, second), messages, code = run(
        "stay_report", "\n".join(json.dumps(record) for record in (good, bad)), "-"
    )
    assert first["last_day_allowed"] == "2014-12-13"
    assert first["days_used"] == 77
    assert set(second) == {"id", "error"}
    assert "-:2:" in messages
    assert code == 1


def test_a_stream_is_answered_line_by_line():
    with subprocess.Popen(
        [sys.executable, "-m", "tools.eligibility_report", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as door:
        for number in range(3):
            door.stdin.write(json.dumps({"id": number, "profile": PROFILE}) + "\n")
            door.stdin.flush()
            assert json.loads(door.stdout.readline())["id"] == number
        door.stdin.close()
        assert door.wait(timeout=30) == 0
