from django.core.management.base import BaseCommand

from campaign.search.outbox import rebuild


class Command(BaseCommand):
    help = "Writes the whole index anew from the published pages. Readers see the old one until the new one is complete."

    def handle(self, *args, **options):
        passages, records = rebuild()
        self.stdout.write(f"The index holds {passages} passages and {records} records.")
