"""`make bot-report FILE=messages.jsonl`: how well the bot understands.

One line in: `{text, language, intent, entities?, style?, danger?}`; without `FILE` our own sets. Lines out: figures, see `docs/evaluation.md`.
`DETAILS=1` adds each message that was misread, `CROSS_VALIDATION=1` the training data measured on itself (also without `FILE`), `SCENARIOS=1` the
conversations of `tests/chatbot/scenarios` over the real stack. A scenario is a YAML file: `id`, `language` (the page's form), and `turns`, each `say`
and what to `expect`: `status` and `intent` (lists of what is right), `language`, `profile` (at least this), `outcome_route` (the outcomes that are
right for a route that is shown), `mentions` (each a text that must stand in the answer, its offers or its sources; `advice` is any counsellor).

The figures are taken by `chatbot.nlu.evaluation` with the bot's Python: only that has numpy and scikit-learn.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TextIO

import yaml

from content.text.folding import fold
from tools.environments import BOT_PYTHON, ROOT, VAR, Trouble
from tools.house import House, free_port
from tools.preparation import bot_environment
from tools.talk import Conversation, Talk

SCENARIOS = ROOT / "tests" / "chatbot" / "scenarios"


def is_wished(name: str) -> bool:
    """Whether a switch is on in the environment."""
    return os.environ.get(name, "") not in {"", "0"}


def measure(name: str | None, out: TextIO) -> int:
    """The figures of a set, or of our own. Returns an exit code: 1 when a record was bad."""
    options = ["--details"] if is_wished("DETAILS") else []
    if is_wished("CROSS_VALIDATION") or name is None:
        options.append("--cross-validation")
    file = [] if name is None else [name if name == "-" else str(Path(name).resolve())]
    done = subprocess.Popen(
        [str(BOT_PYTHON), "-m", "chatbot.nlu.evaluation", *file, *options],
        cwd=ROOT,
        env=bot_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in done.stdout:
        print(line, end="", file=out, flush=True)
    return done.wait()


def play(out: TextIO) -> int:
    """The written conversations through gateway and Rasa. Returns an exit code: 1 when one went wrong."""
    passed = 0
    every = scenarios(SCENARIOS)
    limits = {"CHAT_MESSAGES_A_MINUTE": 10_000, "CHAT_MESSAGES_A_MINUTE_FROM_ONE_ADDRESS": 100_000}
    options = {"DJANGO_SETTINGS_MODULE": "campaign.settings.dev", "CONTENT_INDEX": VAR / "index.sqlite3"}
    with House(free_port(), with_bot=True, CHAT_SHOW_UNDERSTANDING=1, **limits, **options) as house:
        talk = Talk(f"http://127.0.0.1:{house.port}")
        for scenario in every:
            wrong = complaints(talk, scenario)
            passed += not wrong
            line = {"part": "scenario", "id": scenario["id"], "passed": not wrong, "wrong": wrong}
            print(json.dumps(line, ensure_ascii=False), file=out, flush=True)
    print(json.dumps({"part": "scenarios", "passed": passed, "of": len(every)}), file=out, flush=True)
    return int(passed < len(every))


def scenarios(folder: Path) -> list[dict[str, Any]]:
    """All scenarios of a folder, by name."""
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))]


def complaints(talk: Talk, scenario: Mapping[str, Any]) -> list[str]:
    """Plays a scenario through a `tools.talk.Talk`; what went wrong, turn by turn."""
    conversation = Conversation(scenario["language"])
    wrong = []
    for number, turn in enumerate(scenario["turns"], 1):
        said = talk.say(conversation, turn["say"])
        if "answer" not in said:
            wrong.append(f"{number}. {turn['say']!r}: no answer, {said.get('error')}")
            continue
        wrong += [f"{number}. {turn['say']!r}: {why}" for why in _differences(turn["expect"], said["answer"])]
    return wrong


def _differences(expected: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    understood, profile = answer.get("understood", {}), answer.get("profile", {})
    if answer["status"] not in expected.get("status", [answer["status"]]):
        yield f"status {answer['status']}, not {expected['status']}; {answer['text'][:160]!r}"
    intent = understood.get("intent")
    if intent not in expected.get("intent", [intent]):
        yield f"intent {intent}, not {expected['intent']}; {answer['text'][:160]!r}"
    if expected.get("language", answer["language"]) != answer["language"]:
        yield f"language {answer['language']}, not {expected['language']}"
    for name, value in expected.get("profile", {}).items():
        if not _holds(value, profile.get(name)):
            yield f"profile {name} is {profile.get(name)!r}, not {value!r}"
    outcomes = {one.get("route"): one.get("outcome") for one in answer.get("outcomes", [])}
    for route, right in expected.get("outcome_route", {}).items():
        if outcomes and outcomes.get(route) not in right and route in outcomes:
            yield f"{route} is {outcomes[route]}, not {right}"
    shown = fold(json.dumps(answer, ensure_ascii=False))
    if any(offer["kind"] == "contact" for offer in answer["offers"]):
        shown += " advice"
    for text in expected.get("mentions", []):
        if fold(str(text)) not in shown:
            yield f"{text!r} isn't mentioned; {answer['text'][:160]!r}"


def _holds(expected: Any, actual: Any) -> bool:
    """Whether what is expected is there; more may be. `true` for an offer is any offer."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        return all(_holds(value, actual.get(key)) for key, value in expected.items())
    if expected is True and isinstance(actual, Mapping):
        return True
    return expected == actual


def main(name: str | None) -> int:
    """Writes the report to `OUT`, else to standard output. Returns an exit code."""
    out = os.environ.get("OUT")
    with Path(out).open("w", encoding="utf-8") if out else nullcontext(sys.stdout) as lines:
        return measure(name, lines) or (play(lines) if is_wished("SCENARIOS") else 0)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
    except Trouble as trouble:
        sys.exit(str(trouble))
