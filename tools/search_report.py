"""`make search-report FILE=queries.jsonl`: what the search page finds.

One line in: `{id, query, language}`, the language one of `sq sr sr-latn en`.
One line out: `{id, results[{page, kind, title, url, score}], corrected}` or `{id, error}`.
"""

import sys
from collections.abc import Mapping

from content.index.queries import search
from content.text.scripts import to_latin
from tools.json_lines import BadRecord, run

LIMIT = 10
LANGUAGES = {"sq": "sq", "sr": "sr", "sr-latn": "sr", "en": "en"}


def report(record: Mapping) -> dict:
    """The line for one record.

    Raises:
        BadRecord: no query, or an unknown language.
    """
    query, form = record.get("query"), record.get("language")
    if not isinstance(query, str):
        raise BadRecord("query missing", {"id": record.get("id"), "error": "query missing"})
    if form not in LANGUAGES:
        message = f"language {form!r} isn't one of {', '.join(LANGUAGES)}"
        raise BadRecord(message, {"id": record.get("id"), "error": message})
    found = search(query, LANGUAGES[form], limit=LIMIT)
    in_latin = form == "sr-latn"

    def line(hit) -> dict:
        passage = hit.passage
        return {
            "page": passage.page,
            "kind": passage.kind,
            "title": to_latin(passage.title) if in_latin else passage.title,
            "url": passage.url.replace("/sr/", "/sr-latn/", 1) if in_latin else passage.url,
            "score": round(hit.score, 4),
        }

    return {
        "id": record.get("id"),
        "results": [line(hit) for hit in found.hits],
        "corrected": found.corrected,
    }


if __name__ == "__main__":
    sys.exit(run(report, sys.argv))
