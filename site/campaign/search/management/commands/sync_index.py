from django.core.management.base import BaseCommand

from campaign.search.outbox import lag, sync


class Command(BaseCommand):
    help = "Works off the outbox: brings to the index what could not be written at once."

    def handle(self, *args, **options):
        done = sync()
        self.stdout.write(f"{done} changes brought to the index, {lag()['waiting']} waiting.")
