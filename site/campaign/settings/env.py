"""The only reader of the environment. Each variable is described in `.env.example`."""

import os
import re
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable as text; without a default it must be set."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example for what it means.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """The variable as yes or no: 1, true, yes, on count as yes."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Write 1 or 0.")


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """The variable as a comma-separated list."""
    return [word.strip() for word in text(name, default or " ").split(",") if word.strip()]


def origins(name: str) -> list[str]:
    """The variable as a comma-separated list of origins such as https://partner.example: no path, no wildcard."""
    listed = [word.rstrip("/") for word in words(name)]
    for origin in listed:
        parts = urlsplit(origin)
        if (
            parts.scheme not in {"http", "https"}
            or not re.fullmatch(r"[\w.-]+(:\d+)?", parts.netloc)
            or origin != f"{parts.scheme}://{parts.netloc}"
        ):
            raise ImproperlyConfigured(
                f"{name}: {origin!r} is no origin. Write for example https://partner.example"
            )
    return listed


def channel(prefix: str, *names: str, **defaults: str) -> dict[str, str]:
    """The options of a chat channel by lower-case name; empty when none of the required variables is set, so that it is off."""
    found = {name.lower(): text(f"{prefix}_{name}", "") for name in names}
    missing = [f"{prefix}_{name}" for name in names if not found[name.lower()]]
    if len(missing) == len(names):
        return {}
    if missing:
        raise ImproperlyConfigured(f"{', '.join(missing)} must be set too, or the channel stays closed.")
    return found | {
        name.lower(): text(f"{prefix}_{name}", default).rstrip("/") for name, default in defaults.items()
    }


def database(url: str) -> dict:
    """Django's database settings for `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
            "OPTIONS": {
                # What is deleted is overwritten: people are told that it is gone.
                # WAL lets pages be read while an editor saves; IMMEDIATE makes two savers queue instead of failing.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(f"DATABASE_URL begins with {parts.scheme!r}. Use sqlite:/// or postgresql://")
