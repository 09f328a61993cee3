"""Puts JSON Lines through a function, one line in and one line out. The doors of the product are made of
it."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path


class BadRecord(ValueError):
    """A record that can't be used. `line` is what still goes out for it, so that in and out stay in step."""

    def __init__(self, message: str, line: Mapping | None = None):
        self.line = line
        super().__init__(message)


def run(report: Callable[[Mapping], Mapping], argv: list[str]) -> int:
    """Reads the file named first on the command line (`-` or nothing: standard input) and writes to `OUT`,
    else to standard output.

    A bad line is named on standard error, the rest goes on. Each line out is flushed, so that a program can
    hold a conversation.

    Returns:
        0, or 1 when any line was bad or the file can't be read.
    """
    name = argv[1] if len(argv) > 1 else "-"
    out = os.environ.get("OUT")
    try:
        source = nullcontext(sys.stdin) if name == "-" else Path(name).open(encoding="utf-8")
        target = Path(out).open("w", encoding="utf-8") if out else nullcontext(sys.stdout)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    bad = 0
    with source as lines, target as answers:
        for number, text in enumerate(lines, 1):
            if not text.strip():
                continue
            try:
                record = json.loads(text)
                if not isinstance(record, Mapping):
                    raise BadRecord("must be a JSON object")
                line = report(record)
            except BadRecord as error:
                bad, line = bad + 1, error.line
                print(f"{name}:{number}: {error}", file=sys.stderr, flush=True)
            except json.JSONDecodeError as error:
                bad, line = bad + 1, None
                print(f"{name}:{number}: isn't JSON: {error.msg}", file=sys.stderr, flush=True)
            line = line if line is not None else {"id": None, "error": f"line {number} isn't a JSON object"}
            print(json.dumps(line, ensure_ascii=False), file=answers, flush=True)
    return 1 if bad else 0
