"""Tightens only. Refuses to start when a secret is missing or a door for tests stands open."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import CHAT_SHOW_UNDERSTANDING, env

SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set. Name the public host, for example ALLOWED_HOSTS=example.org"
    )
if CHAT_SHOW_UNDERSTANDING:
    raise ImproperlyConfigured(
        "CHAT_SHOW_UNDERSTANDING shows what the bot understood of a person. Unset it in production."
    )

CLIENT_ADDRESS = "HTTP_X_FORWARDED_FOR"  # site/nginx.conf sets it anew, so nobody can make one up
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if "REDIS_URL" in env.os.environ:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.text("REDIS_URL"),
        }
    }
