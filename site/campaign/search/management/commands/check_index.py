from django.core.management.base import BaseCommand, CommandError

from campaign.search.outbox import try_sync
from campaign.search.progress import Bar
from campaign.search.repair import faults, repair
from content.index.store import EngineAway

SHOWN = 50


class Command(BaseCommand):
    help = "Compares every published page, fact, route, contact and set of synonyms with the index, each engine by itself, and repairs what differs."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only tell; fails when something differs")

    def handle(self, *args, **options):
        if not options["dry_run"]:
            try_sync()  # what waits in the outbox is no fault
        found = self.tell()
        if not found:
            return
        if not options["dry_run"]:
            try:
                repair(found)
            except EngineAway as error:
                raise CommandError(f"{error}. What it misses waits in the outbox.") from error
            self.stdout.write("Repaired; looking again.")
            found = self.tell()
        if found:
            raise CommandError(f"The index differs in {len(found)} things.")

    def tell(self):
        """Looks, says what is found, and returns it."""
        found = faults(Bar("pages"))
        for fault in found[:SHOWN]:
            self.stdout.write(str(fault))
        if len(found) > SHOWN:
            self.stdout.write(f"... and {len(found) - SHOWN} more.")
        if not found:
            self.stdout.write("The index holds exactly what is published.")
        return found
