"""The training messages of `chatbot/data/nlu`, for what works on them outside Rasa: reports, cross-validation and tests."""

from pathlib import Path
from typing import Iterator, NamedTuple

import yaml

DATA = Path(__file__).resolve().parents[1] / "data" / "nlu"


class Written(NamedTuple):
    """A message as somebody wrote it, its language and its intent."""

    text: str
    language: str
    intent: str


def messages(folder: Path = DATA) -> Iterator[Written]:
    """All examples, in the order of the files."""
    for path in sorted(folder.glob("*/*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in entry["examples"].strip().splitlines():
                yield Written(line.strip()[1:].strip(), path.parent.name, entry["intent"])
