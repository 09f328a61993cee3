"""Reads one YAML file so that every fault can be named with its line."""

import datetime as dt
from pathlib import Path

import yaml

from content.files.problems import ContentError, Problem
from content.languages import LANGUAGES


class _LineLoader(yaml.SafeLoader):
    """Keeps the line of each mapping, so that a fault can be named where it stands."""


def _mapping_with_line(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict:
    mapping = loader.construct_mapping(node, deep=True)
    mapping["__line__"] = node.start_mark.line + 1
    return mapping


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_with_line)


def load_yaml(path: Path) -> object:
    """The file's data; each mapping carries its line under `__line__`.

    Raises:
        ContentError: the file can't be read or isn't YAML.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _LineLoader)
    except OSError as error:
        raise ContentError([Problem(path, 1, f"can't be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise ContentError([Problem(path, 1, "isn't UTF-8; save it as UTF-8")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ContentError(
            [Problem(path, line, f"isn't valid YAML: {getattr(error, 'problem', error)}")]
        ) from error


class Checker:
    """Collects the faults of one file."""

    def __init__(self, path: Path):
        self.path = path
        self.problems: list[Problem] = []

    def fault(self, line: int, message: str) -> None:
        """Notes a fault; reading goes on, so that all of them are named at once."""
        self.problems.append(Problem(self.path, line, message))

    def need(self, entry: dict, *names: str) -> bool:
        """Whether an entry has these fields; what is missing is a fault."""
        missing = [name for name in names if entry.get(name) in (None, "", [], {})]
        if missing:
            self.fault(entry.get("__line__", 1), f"{', '.join(missing)} missing")
        return not missing

    def date(self, entry: dict, name: str) -> dt.date | None:
        """A day; None where there is none, or where it is a fault."""
        value = entry.get(name)
        if value is None:
            return None
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fault(entry.get("__line__", 1), f"{name}: {value!r} isn't a date; write it as 2026-11-23")
            return None

    def texts(self, entry: dict, name: str) -> dict[str, str]:
        """A text in all languages; empty where one is missing, which is a fault."""
        value = entry.get(name) or {}
        if not isinstance(value, dict) or any(not value.get(language) for language in LANGUAGES):
            self.fault(entry.get("__line__", 1), f"{name} needs sq, sr and en")
            return {}
        return {language: str(value[language]) for language in LANGUAGES}

    def done(self) -> None:
        """Ends the reading.

        Raises:
            ContentError: there were faults.
        """
        if self.problems:
            raise ContentError(self.problems)
