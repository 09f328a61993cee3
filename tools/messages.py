"""`make messages`: brings the catalogues in step with the code and produces Latin Serbian.

`make messages-check` changes nothing and fails on what is missing, no longer used, or has other placeholders.

Site strings come from Python and templates of `site/campaign`; the bot's from `chatbot/actions`. Ids are English, so
`en` needs no entries; `sr_Latn` is always produced from `sr`. `locales/wagtail` holds the editor's strings that Wagtail
itself ships in neither language: kept by hand, checked for placeholders and plural forms, not for being complete.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from content.text.scripts import to_latin

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "locales"
TRANSLATED = ("sq", "sr")
PLURALS = {
    "sq": "nplurals=2; plural=(n != 1);",
    "sr": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def site_strings() -> Iterator[tuple[str | tuple[str, ...], str | None, str]]:
    """Every string of the site to translate: (id or (one, many), context, where it stands)."""
    if not settings.configured:
        settings.configure()
    for path in sorted((ROOT / "site" / "campaign").rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = templatize(source, origin=str(path))
        for _, found, _, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
            yield found, context, path.relative_to(ROOT).as_posix()


def catalogue_path(language: str, domain: str = "site") -> Path:
    """The .po file of a language."""
    return (
        LOCALES / domain / language / "LC_MESSAGES" / f"{'django' if domain != 'chatbot' else 'chatbot'}.po"
    )


def read(path: Path, language: str) -> Catalog:
    """A catalogue, empty when there is no file yet."""
    if not path.exists():
        return Catalog(locale=language, project="work-abroad-safely", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def template() -> Catalog:
    """All strings of the site as a catalogue without translations."""
    catalogue = Catalog(project="work-abroad-safely", charset="utf-8", fuzzy=False)
    for found, context, where in site_strings():
        catalogue.add(found, context=context, locations=[(where, 0)])
    return catalogue


def update() -> None:
    """Writes new strings into the catalogues, drops unused ones, and produces Latin Serbian of every domain."""
    wanted = template()
    for language in TRANSLATED:
        path = catalogue_path(language)
        catalogue = read(path, language)
        fresh = Catalog(locale=language, project="work-abroad-safely", charset="utf-8", fuzzy=False)
        for message in wanted:
            if message.id:
                old = catalogue.get(_first(message.id), message.context)
                fresh.add(
                    message.id,
                    old.string if old else "",
                    context=message.context,
                    locations=message.locations,
                    user_comments=old.user_comments if old else (),
                )
        _write(fresh, path, language)
    for source, latin in _latin_pairs():
        _write(in_latin(read(source, "sr")), latin, "sr")


def _latin_pairs() -> Iterator[tuple[Path, Path]]:
    """Every Serbian catalogue of the site's process and where its Latin form stands."""
    for domain in ("site", "wagtail"):
        for source in sorted((LOCALES / domain / "sr" / "LC_MESSAGES").glob("*.po")):
            yield source, LOCALES / domain / "sr_Latn" / "LC_MESSAGES" / source.name


def in_latin(catalogue: Catalog) -> Catalog:
    """The same messages in Latin letters."""
    latin = Catalog(locale="sr_Latn", project="work-abroad-safely", charset="utf-8", fuzzy=False)
    for message in catalogue:
        if message.id and message.string:
            text = message.string
            latin.add(
                message.id,
                tuple(map(to_latin, text)) if isinstance(text, tuple) else to_latin(text),
                context=message.context,
            )
    return latin


def _write(catalogue: Catalog, path: Path, language: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale_identifier}\\n"\n'
        f'"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    )
    path.write_text(header + buffer.getvalue().decode(), encoding="utf-8")


def problems() -> list[str]:
    """What keeps the catalogues from being complete, one line each."""
    found: list[str] = []
    wanted = {(message.id, message.context) for message in template() if message.id}
    for language in TRANSLATED:
        path = catalogue_path(language)
        name = path.relative_to(ROOT)
        catalogue = read(path, language)
        present = {(message.id, message.context): message for message in catalogue if message.id}
        found += [f"{name}: {_first(key[0])!r} is missing" for key in wanted - present.keys()]
        found += [f"{name}: {_first(key[0])!r} is no longer used" for key in present.keys() - wanted]
        for key in wanted & present.keys():
            found += [f"{name}: {_first(key[0])!r}: {fault}" for fault in _faults(present[key], language)]
        for path in sorted((LOCALES / "wagtail" / language / "LC_MESSAGES").glob("*.po")):
            name = path.relative_to(ROOT)
            for message in read(path, language):
                if message.id:
                    found += [
                        f"{name}: {_first(message.id)!r}: {fault}" for fault in _faults(message, language)
                    ]
    for source, latin in _latin_pairs():
        produced = {m.id: m.string for m in in_latin(read(source, "sr")) if m.id}
        stored = {m.id: m.string for m in read(latin, "sr_Latn") if m.id}
        if produced != stored:
            found.append(f"{latin.relative_to(ROOT)} isn't what sr gives; run `make messages`")
    return sorted(found)


def _faults(message: Message, language: str) -> list[str]:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(texts):
        return ["is not translated"]
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    forms = int(PLURALS[language][len("nplurals=")]) if len(ids) > 1 else 1
    if len(texts) != forms:
        return [f"has {len(texts)} plural forms instead of {forms}"]
    known = {mark for text in ids for mark in PLACEHOLDER.findall(text)}
    strange = {mark for text in texts for mark in PLACEHOLDER.findall(text)} ^ known
    return [f"placeholders differ: {', '.join(sorted(strange))}"] if strange else []


def _first(identity: str | tuple[str, ...]) -> str:
    return identity[0] if isinstance(identity, tuple) else identity


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        faults = problems()
        print("\n".join(faults) or "The catalogues are complete.")
        sys.exit(1 if faults else 0)
    update()
    print("\n".join(problems()) or "The catalogues are complete.")
