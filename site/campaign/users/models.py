"""People who write, translate and approve. Own models from the first migration on, because they can't be swapped later."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of the campaign's staff."""
