from django.core.management.base import BaseCommand

from campaign.counsel.retention import forget


class Command(BaseCommand):
    help = "Deletes what people asked once its day is over: texts, contacts, codes, traces. The worker does so daily."

    def handle(self, *args, **options):
        counts = forget()
        self.stdout.write(", ".join(f"{name}: {number}" for name, number in counts.items()))
