from django.core.management.base import BaseCommand, CommandError

from campaign.search.outbox import lag, sync
from campaign.search.progress import Bar
from content.index.store import AnalyserMismatch, EngineAway


class Command(BaseCommand):
    help = "Works off the outbox: brings to the index what could not be written at once."

    def handle(self, *args, **options):
        try:
            done = sync(Bar("changes"))
        except EngineAway as error:
            raise CommandError(
                f"{error}. {lag()['waiting']} changes wait; they follow once the server answers."
            ) from error
        except AnalyserMismatch as error:
            raise CommandError(f"{error} with rebuild_index. {lag()['waiting']} changes wait.") from error
        self.stdout.write(f"{done} changes brought to the index, {lag()['waiting']} waiting.")
