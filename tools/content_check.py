"""`make content-check`: what must be mended before the content is published, each fault with file, line and cure.

`NOTES=1` also lists what an editor should look at: long sentences, figures in words, facts nobody uses. `ON=2027-01-01` lists what
will have expired on that day.
"""

import argparse
import datetime as dt
import sys
from pathlib import Path

from content.files.check import Report, check

ROOT = Path(__file__).resolve().parents[1]


def lines(report: Report, *, with_notes: bool) -> list[str]:
    """The report for people: paths from the repository's root."""

    def shown(problem) -> str:
        path = problem.path.relative_to(ROOT) if problem.path.is_relative_to(ROOT) else problem.path
        return f"{path}:{problem.line}: {problem.message}"

    out = [f"note: {shown(problem)}" for problem in report.notes] if with_notes else []
    out += [shown(problem) for problem in report.faults]
    summary = f"{len(report.faults)} faults." if report.faults else "The content has no faults."
    if report.notes and not with_notes:
        summary += f" {len(report.notes)} notes; NOTES=1 lists them."
    return [*out, summary]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make content-check")
    parser.add_argument("--notes", action="store_true")
    parser.add_argument("--on", type=dt.date.fromisoformat, default=None, metavar="2027-01-01")
    options = parser.parse_args(arguments)
    report = check(today=options.on)
    print("\n".join(lines(report, with_notes=options.notes)))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
