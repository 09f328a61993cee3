"""For pytest: fast password hashes, plain static files, an index of its own for each run."""

from .base import *  # noqa: F403

SECRET_KEY = "tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest needs a collectstatic run; the tests look at pages, not at hashed names.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
CHAT_SHOW_UNDERSTANDING = True
PAGE_CACHE = False
