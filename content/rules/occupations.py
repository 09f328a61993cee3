"""What an occupation slug stands for: its ISCO-08 unit group and where it is regulated."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

OCCUPATIONS = Path(__file__).resolve().parents[1] / "occupations.yaml"


@dataclass(frozen=True)
class Occupation:
    """An occupation of the shared vocabulary; `names` in each language begin with the one we write."""

    slug: str
    isco: str
    names: dict[str, tuple[str, ...]]
    regulated_in: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def occupations() -> dict[str, Occupation]:
    """All occupations by slug, read once."""
    entries = yaml.safe_load(OCCUPATIONS.read_text(encoding="utf-8"))
    return {
        slug: Occupation(
            slug,
            str(entry["isco"]).zfill(4),
            {language: tuple(names) for language, names in entry["names"].items()},
            tuple(entry.get("regulated_in", ())),
        )
        for slug, entry in entries.items()
    }
