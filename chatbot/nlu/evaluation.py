"""How well messages are understood: the whole understanding as it runs in production, without a dialogue around it, measured on labelled sets.

Plain Python with numpy: `python -m chatbot.nlu.evaluation FILE` needs no Rasa. `docs/evaluation.md` documents what goes in and comes out.
"""

import argparse
import json
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

from chatbot.launch import newest_model
from chatbot.nlu import gazetteer, training
from chatbot.nlu.arbiter import DANGER, Context, danger_level, decide
from chatbot.nlu.figures import (
    Labelled,
    Understood,
    compared,
    danger_figures,
    entity_figures,
    intent_figures,
    macro_f1,
    share,
    speech_figures,
)
from chatbot.nlu.linear import Example, LinearModel, train
from chatbot.nlu.tokens import tokenise
from content.languages import LANGUAGES
from content.text import danger

ROOT = Path(__file__).resolve().parents[2]
OUR_MESSAGES = "tests/chatbot/sets/messages-*.jsonl"
OUR_RED_TEAM = "tests/content/text/redteam/*.jsonl"
FOLDS = 5
MOST_CONFUSIONS = 15


class BadMessage(ValueError):
    """A record that can't be read as a message."""


def understand(model: LinearModel, text: str) -> Understood:
    """Gazetteer, classifier, danger and arbiter, as in `chatbot/config.yml`, for a first message."""
    entities = gazetteer.read(text)
    margins = model.margins(text, [one.entity for one in entities])
    ranking = model.ranked(margins)
    told = danger.assess(text)
    level = danger_level(told.level, float(margins[model.labels.index(DANGER)]) + told.score, told.kinds)
    facts = [{"entity": one.entity, "value": one.value} for one in entities]
    decision = decide(ranking, facts, Context(), words=len(tokenise(text)), danger=level, asks="?" in text)
    return Understood(
        decision.intent, round(decision.confidence, 3), decision.rule, ranking[:3], entities, level
    )


def trained_model(path: Optional[Path] = None) -> LinearModel:
    """The classifier out of the trained bot.

    Raises:
        FileNotFoundError: there is no trained bot.
    """
    path = path or newest_model()
    if path is None:
        raise FileNotFoundError("there is no trained bot; `make bot-report` trains it")
    with tarfile.open(path) as archive, tempfile.TemporaryDirectory() as folder:
        for member in archive.getmembers():
            name = Path(member.name).name
            if name in {"intents.json", "intents.npz"}:
                (Path(folder) / name).write_bytes(archive.extractfile(member).read())
        return LinearModel.load(Path(folder))


def fresh_model(written: Iterable[training.Written]) -> LinearModel:
    """A classifier trained on examples, as Rasa trains it."""
    return train(
        [
            Example(one.text, tuple({fact.entity for fact in gazetteer.read(one.text)}), one.intent)
            for one in written
        ]
    )


def message_of(record: Any) -> Labelled:
    """A record as a message.

    Raises:
        BadMessage: a field is missing or of the wrong kind.
    """
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise BadMessage("text missing")
    if record.get("language") not in LANGUAGES:
        raise BadMessage(f"language {record.get('language')!r} isn't one of {', '.join(LANGUAGES)}")
    intent, entities, in_danger = record.get("intent"), record.get("entities"), record.get("danger")
    if intent is None and in_danger is None:
        raise BadMessage("intent missing")
    if entities is not None and not all(
        isinstance(one, dict) and "entity" in one and "value" in one for one in entities
    ):
        raise BadMessage("entities must be a list of {entity, value}")
    if in_danger is None:
        in_danger = intent == DANGER
    return Labelled(
        record["text"], record["language"], record.get("style") or "unmarked", intent, entities, in_danger
    )


def our_records() -> Iterator[Tuple[str, Dict[str, Any]]]:
    """Our own sets: messages, and the red team's, whose language and danger stand in the file's name."""
    for path in sorted(ROOT.glob(OUR_MESSAGES)):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.name}:{number}", json.loads(line)
    for path in sorted(ROOT.glob(OUR_RED_TEAM)):
        kind, _, language = path.stem.partition("-")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            record = {**json.loads(line), "language": language, "danger": kind == "emergencies"}
            yield f"{path.name}:{number}", record


# --- Figures ----------------------------------------------------------------------------------------------------------


def report(
    model: LinearModel, messages: Sequence[Labelled], details: bool = False
) -> Iterator[Dict[str, Any]]:
    """The lines of the report: figures for each language and for each style of it, confusions, entities, danger, language."""
    pairs = [(one, understand(model, one.text)) for one in messages]
    labelled = [pair for pair in pairs if pair[0].intent is not None]
    per_language = _grouped(labelled, lambda one: one.language)
    for language, group in per_language.items():
        yield {"part": "intents", "language": language, **intent_figures(group)}
    if len(per_language) > 1:
        scores = [intent_figures(group)["macro_f1"] for group in per_language.values()]
        yield {"part": "spread", "macro_f1_spread": round(max(scores) - min(scores), 4)}
    for language, group in per_language.items():
        for style, part in sorted(_grouped(group, lambda one: one.style).items()):
            yield {"part": "intents_by_style", "language": language, "style": style, **intent_figures(part)}
    for language, group in per_language.items():
        wrong = Counter((one.intent, got.intent) for one, got in group if one.intent != got.intent)
        for (said, taken), count in wrong.most_common(MOST_CONFUSIONS):
            yield {
                "part": "confusion",
                "language": language,
                "intent": said,
                "taken_for": taken,
                "messages": count,
            }
    for language, group in per_language.items():
        marked = [(one, got) for one, got in group if one.entities is not None]
        if marked:
            for name, figures in entity_figures(marked).items():
                yield {"part": "entities", "language": language, "entity": name, **figures}
    for language, group in _grouped(pairs, lambda one: one.language).items():
        yield {"part": "danger", "language": language, **danger_figures(group)}
        yield {"part": "language", "language": language, **speech_figures([one for one, _ in group])}
    if details:
        yield from (_detail(one, got) for one, got in pairs if _is_misread(one, got))


def _grouped(
    pairs: Iterable[Tuple[Labelled, Understood]], key: Any
) -> Dict[str, List[Tuple[Labelled, Understood]]]:
    groups: Dict[str, List[Tuple[Labelled, Understood]]] = defaultdict(list)
    for pair in pairs:
        groups[key(pair[0])].append(pair)
    return dict(groups)


def _is_misread(one: Labelled, got: Understood) -> bool:
    level = "certain" if got.intent == DANGER else got.danger
    return (
        one.intent not in {None, got.intent}
        or one.entities is not None
        and len(set(map(frozenset, compared(one, got)))) > 1
        or bool(one.danger) != (level != "none")
    )


def _detail(one: Labelled, got: Understood) -> Dict[str, Any]:
    missed, invented = set(), set()
    if one.entities is not None:
        wanted, found = compared(one, got)
        missed, invented = wanted - found, found - wanted
    return {
        "part": "misread",
        "language": one.language,
        "style": one.style,
        "text": one.text,
        "intent": one.intent,
        "taken_for": got.intent,
        "confidence": got.confidence,
        "rule": got.rule,
        "ranking": [[name, round(likely, 2)] for name, likely in got.ranking],
        "missed": sorted(missed),
        "invented": sorted(invented),
        "danger": one.danger,
        "danger_level": got.danger,
    }


def cross_validation() -> Iterator[Dict[str, Any]]:
    """The training data measured on itself, each fifth by a classifier that learnt the other four. The classifier alone, without the arbiter."""
    written = list(dict.fromkeys(training.messages()))
    said: Dict[str, List[str]] = defaultdict(list)
    taken: Dict[str, List[str]] = defaultdict(list)
    for fold in range(FOLDS):
        model = fresh_model(one for place, one in enumerate(written) if place % FOLDS != fold)
        for one in written[fold::FOLDS]:
            kinds = [fact.entity for fact in gazetteer.read(one.text)]
            for language in (one.language, "all"):
                said[language].append(one.intent)
                taken[language].append(model.predict(one.text, kinds)[0][0])
    for language in sorted(said):
        right = sum(a == b for a, b in zip(said[language], taken[language]))
        yield {
            "part": "cross_validation",
            "language": language,
            "examples": len(said[language]),
            "macro_f1": macro_f1(said[language], taken[language]),
            "accuracy": share(right, len(said[language])),
        }


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Reads a set, writes the report. Returns an exit code: 1 when a record was bad."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.nlu.evaluation")
    parser.add_argument("file", nargs="?", help="JSON Lines, - for standard input; our own sets without it")
    parser.add_argument("--details", action="store_true", help="each message that was misread")
    parser.add_argument("--cross-validation", action="store_true")
    parser.add_argument("--fresh", action="store_true", help="train here instead of reading the trained bot")
    options = parser.parse_args(argv)
    messages, bad = [], 0
    for where, record in _records(options.file):
        try:
            if isinstance(record, json.JSONDecodeError):
                raise BadMessage(f"isn't JSON: {record.msg}")
            messages.append(message_of(record))
        except BadMessage as error:
            bad += 1
            print(f"{where}: {error}", file=sys.stderr)
    model = fresh_model(training.messages()) if options.fresh else trained_model()
    lines = report(model, messages, options.details)
    for line in lines:
        print(json.dumps(line, ensure_ascii=False), flush=True)
    if options.cross_validation:
        for line in cross_validation():
            print(json.dumps(line, ensure_ascii=False), flush=True)
    return 1 if bad else 0


def _records(name: Optional[str]) -> Iterator[Tuple[str, Any]]:
    if name is None:
        yield from our_records()
        return
    text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield f"{name}:{number}", json.loads(line)
            except json.JSONDecodeError as error:
                yield f"{name}:{number}", error


if __name__ == "__main__":
    sys.exit(main())
