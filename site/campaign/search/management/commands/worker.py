import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from campaign.chat.channels import correspondence, once
from campaign.search.outbox import try_sync

OUTBOX_EVERY_S = 5
SCHEDULE_EVERY_S = 300
FORGET_EVERY_S = 24 * 3600


class Command(BaseCommand):
    help = "Runs beside the site: catches up with the outbox, publishes and withdraws what is due, forgets what people asked."

    def handle(self, *args, **options):
        next_schedule = next_forgetting = time.monotonic()
        while True:
            close_old_connections()
            try_sync()
            if time.monotonic() >= next_schedule:
                call_command("publish_scheduled")
                correspondence.forget()
                once.forget()
                next_schedule = time.monotonic() + SCHEDULE_EVERY_S
            if time.monotonic() >= next_forgetting:
                call_command("forget")
                next_forgetting = time.monotonic() + FORGET_EVERY_S
            time.sleep(OUTBOX_EVERY_S)
