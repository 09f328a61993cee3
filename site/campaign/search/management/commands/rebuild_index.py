from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from campaign.search.outbox import rebuild
from campaign.search.progress import Bar
from content.index.queries import open_store
from content.index.store import EngineAway, IndexMissing


class Command(BaseCommand):
    help = "Writes the whole index anew from the published pages. Readers see the old one until the new one is complete."

    def add_arguments(self, parser):
        parser.add_argument(
            "--roll-back",
            action="store_true",
            help="Elasticsearch only: back to the index before the last rebuild",
        )

    def handle(self, *args, **options):
        if options["roll_back"]:
            self.roll_back()
            return
        try:
            passages, records = rebuild(Bar("passages"))
        except EngineAway as error:
            raise CommandError(f"{error}. The embedded index is new; the outbox brings the rest.") from error
        self.stdout.write(f"The index holds {passages} passages and {records} records.")

    def roll_back(self):
        """The server goes back; the embedded index has only one state."""
        engines = open_store(settings.CONTENT_INDEX, writable=True).engines()
        able = [engine for engine in engines if hasattr(engine, "roll_back")]
        if not able:
            raise CommandError("Only Elasticsearch keeps the index before; ELASTICSEARCH_URL is not set.")
        try:
            for engine in able:
                engine.roll_back()
        except (IndexMissing, EngineAway) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Back at the index before. check_index brings what has changed since.")
