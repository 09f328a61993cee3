from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from content.index.documents import KINDS
from content.index.explain import explain
from content.index.queries import open_store
from content.index.store import AnalyserMismatch, IndexMissing
from content.languages import LANGUAGES


class Command(BaseCommand):
    help = "Shows how a question is understood and why each passage stands where it does."

    def add_arguments(self, parser):
        parser.add_argument("query")
        parser.add_argument("--language", choices=LANGUAGES, default="sq")
        parser.add_argument("--kind", choices=KINDS, action="append", help="only these kinds of passages")
        parser.add_argument("--country", help="leave out what is about other countries (DE, AT, ...)")
        parser.add_argument("--limit", type=int, default=10)

    def handle(self, *args, **options):
        store = open_store(settings.CONTENT_INDEX)
        try:
            explained = explain(
                options["query"],
                options["language"],
                kinds=options["kind"],
                country=options["country"],
                limit=options["limit"],
                store=store,
            )
            engine = store.health()["engine"]
        except (IndexMissing, AnalyserMismatch) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{explained.passages} passages in {options['language']}, {engine}")
        self.stdout.write(f"corrected to: {explained.corrected or '-'}")
        self.tell_words(explained)
        self.tell_passages(explained)

    def tell_words(self, explained):
        """Each word of the question with the terms that stand for it."""
        self.stdout.write("\nwords")
        for asked in explained.asked:
            terms = ", ".join(
                f"{term} x{weight:g} (in {asked.holding[term]})" for term, weight in asked.terms.items()
            )
            meant = f" -> {asked.corrected_to}" if asked.corrected_to else ""
            self.stdout.write(f"  {asked.word}{meant}: weight {asked.weight:.2f}; {terms}")
        if not explained.asked:
            self.stdout.write("  none that we search for")

    def tell_passages(self, explained):
        """Each passage with its score and where that comes from."""
        self.stdout.write("\npassages")
        for place, found in enumerate(explained.found, 1):
            parts = " + ".join(
                f"{part:.2f} {asked.word}" for asked, part in zip(explained.asked, found.parts) if part
            )
            heading = " > ".join(found.passage.heading_path[-2:]) or found.passage.title
            self.stdout.write(
                f"  {place}. {found.score:.3f}  {found.passage.id}  {heading}\n"
                f"     {found.stored:.3f} = {parts}\n"
                f"     covers {found.coverage:.0%}, which with its title makes {found.refined:.3f}; with the page's other passages {found.score:.3f}"
            )
        if not explained.found:
            self.stdout.write("  none")
