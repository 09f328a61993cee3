"""One machine, one command: SQLite, the embedded index, no TLS. What `make run` uses."""

from .base import *  # noqa: F403
from .base import SECRET_KEY, env

DEBUG = env.flag("DEBUG")
SECRET_KEY = SECRET_KEY or "for this machine only"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*")
