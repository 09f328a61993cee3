from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from campaign.editorial.loading import load
from content.files.glossary import read_glossary
from content.files.read import read_content
from content.files.routes import complete, read_routes, read_shared
from content.files.synonyms import read_synonyms
from content.files.yaml_file import load_yaml


class Command(BaseCommand):
    help = "Loads content/ into the database. Never overwrites what an editor has touched; says what it kept."

    def add_arguments(self, parser):
        parser.add_argument(
            "--from",
            dest="root",
            default=str(settings.CONTENT),
            help="the folder to read (default: content/)",
        )
        parser.add_argument("--strict", action="store_true", help="load nothing when any file has a fault")

    def handle(self, *args, root, strict, **options):
        root = Path(root)
        content = read_content(root)
        routes, faults = _routes(root)
        terms, unread = (
            read_glossary(root / "glossary.yaml", content.pages)
            if (root / "glossary.yaml").exists()
            else ({}, [])
        )
        synonyms, unusable = read_synonyms(root, content.pages)
        faults += [*unread, *unusable]
        for problem in [*content.problems, *faults]:
            self.stderr.write(self.style.ERROR(str(problem)))
        if strict and (content.problems or faults):
            raise CommandError("Nothing was loaded.")
        if not content.pages:
            raise CommandError("There is no page that can be loaded.")
        report = load(content, routes, terms, synonyms)
        counts = ", ".join(f"{number} {what}" for what, number in report.counts.items())
        self.stdout.write(f"Content: {counts or 'nothing to do'}.")
        for name in report.kept:
            self.stdout.write(f"  kept, an editor has changed it: {name}")


def _routes(root: Path) -> tuple[dict[str, dict], list]:
    """Route files as plain data by id, complete in themselves; broken ones are named and left out."""
    routes, faults = read_routes(root)
    shared = read_shared(root) if routes else {}
    files = {key: load_yaml(root / "routes" / f"{key}.yaml") for key in routes}
    return {key: _plain(complete(data, shared)) for key, data in files.items()}, faults


def _plain(data):
    """JSON-ready data: line marks gone, dates as text."""
    if isinstance(data, dict):
        return {str(name): _plain(value) for name, value in data.items() if name != "__line__"}
    if isinstance(data, list):
        return [_plain(item) for item in data]
    return data.isoformat() if hasattr(data, "isoformat") else data
