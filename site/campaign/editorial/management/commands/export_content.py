from pathlib import Path

from django.core.management.base import BaseCommand

from campaign.editorial.exporting import export


class Command(BaseCommand):
    help = "Writes what the database publishes as content files: the inverse of load_content."

    def add_arguments(self, parser):
        parser.add_argument("to", help="the folder to write into, for example var/export")

    def handle(self, *args, to, **options):
        counts = export(Path(to))
        self.stdout.write(
            ", ".join(f"{number} {what}" for what, number in counts.items()) + f" written to {to}."
        )
