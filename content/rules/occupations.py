"""What an occupation slug stands for: its ISCO-08 unit group and where it is regulated; and which one people mean."""

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from content.text.folding import fold

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


def find(typed: str) -> tuple[Occupation | None, list[Occupation]]:
    """The occupation that was typed, in any language, script or spelling: the certain one, else the nearest ones."""
    words = " ".join(re.findall(r"\w+", fold(typed[:200])))
    if not words:
        return None, []
    names = _names()
    exact = names.get(words, ())
    if len(exact) == 1:
        return occupations()[exact[0]], []
    near = list(exact)
    for name, slugs in names.items():
        if f" {words} " in f" {name} " or f" {name} " in f" {words} ":
            near += slugs
    if not near:
        near += (
            slug
            for name, slugs in names.items()
            for slug in slugs
            if len(words) > 3 and name.startswith(words)
        )
    for name in difflib.get_close_matches(words, names, n=4, cutoff=0.78):
        near += names[name]
    return None, [occupations()[slug] for slug in dict.fromkeys(near)][:6]


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    """Every folded name with the occupations it stands for."""
    found: dict[str, list[str]] = {}
    for slug, occupation in occupations().items():
        for names in occupation.names.values():
            for name in names:
                slugs = found.setdefault(" ".join(re.findall(r"\w+", fold(name))), [])
                if slug not in slugs:
                    slugs.append(slug)
    return {name: tuple(slugs) for name, slugs in found.items()}
