import os

from django.core.management.base import BaseCommand

from campaign.users.models import User


class Command(BaseCommand):
    help = "Makes the first editor's login from FIRST_PASSWORD when nobody can log in yet; --reset sets a new password."

    def add_arguments(self, parser):
        parser.add_argument("--username", default="editor")
        parser.add_argument("--reset", action="store_true")

    def handle(self, *args, username, reset, **options):
        password = os.environ["FIRST_PASSWORD"]
        if reset:
            user = User.objects.get(username=username)
            user.set_password(password)
            user.save()
            self.stdout.write("changed")
        elif User.objects.exists():
            self.stdout.write("there is a login already")
        else:
            User.objects.create_superuser(username=username, password=password)
            self.stdout.write("made")
