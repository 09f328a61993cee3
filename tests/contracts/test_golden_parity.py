"""All our content and every golden question: both engines give the same answer."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from content.index.queries import search
from content.index.sqlite import SQLiteStore
from content.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
RECORDS = ("fact", "route", "contact")


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> SQLiteStore:
    """The index as `load_content` writes it."""
    folder = tmp_path_factory.mktemp("published")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ELASTICSEARCH")},
        "VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "campaign.settings.dev",
        "SECRET_KEY": "tests",
        "CONTENT_INDEX": str(folder / "index.sqlite3"),
    }
    environment.pop("DATABASE_URL", None)
    for command in ("migrate", "load_content"):
        run = [sys.executable, ROOT / "site" / "manage.py", command, "-v", "0"]
        subprocess.run(run, env=environment, check=True, capture_output=True)
    return SQLiteStore(folder / "index.sqlite3")


def test_every_golden_question_has_one_answer(published, both):
    passages = [
        passage
        for language in LANGUAGES
        for page in sorted(published.pages(language))
        for passage in published.page(page, language)
    ]
    records = [
        (record.kind, record.id, record.data) for kind in RECORDS for record in published.records(kind)
    ]
    assert len(passages) > 1_000 and len(records) > 100
    embedded, pair = both
    for store in both:
        store.rebuild(passages, records, 1)
    for kind in RECORDS:
        assert pair.records(kind) == embedded.records(kind)
    for language in LANGUAGES:
        lines = (
            (ROOT / "tests" / "golden" / f"questions-{language}.jsonl")
            .read_text(encoding="utf-8")
            .splitlines()
        )
        asked = [json.loads(line)["query"] for line in lines]
        assert len(asked) >= 60
        different = [
            text
            for text in asked
            if search(text, language, limit=10, store=embedded)
            != search(text, language, limit=10, store=pair)
        ]
        assert not different
