"""Brings the site and the bot to where they can start: database, messages, styles, content, index, model, first login."""

import contextlib
import os
import secrets
import subprocess
import sys

from tools.environments import (
    BOT,
    BOT_PYTHON,
    LOGS,
    PDF_PACKAGES,
    ROOT,
    SITE_PYTHON,
    VAR,
    Step,
    Trouble,
    digest_of,
    is_stamped,
    open_log,
    stamp,
    sync,
    tail,
    wish_for_packages,
)


def site_environment(**more):
    """What the site's processes need to know."""
    environment = dict(os.environ)
    environment.update(
        PYTHONPATH=os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        DJANGO_SETTINGS_MODULE=environment.get("DJANGO_SETTINGS_MODULE", "campaign.settings.dev"),
        SECRET_KEY=environment.get("SECRET_KEY") or secret_key(),
        VAR=str(VAR),
        CONTENT_INDEX=environment.get("CONTENT_INDEX") or str(VAR / "index.sqlite3"),
        PYTHONUNBUFFERED="1",
        RASA_TELEMETRY_ENABLED="false",
    )
    environment.update({name: str(value) for name, value in more.items()})
    return environment


def secret_key():
    """The key that signs this installation's tokens: made once, readable only by its owner."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        handle = os.open(str(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def manage(*arguments, **options):
    """Runs one management command; its output comes back as text.

    Raises:
        Trouble: the command failed.
    """
    done = subprocess.run(
        [str(SITE_PYTHON), str(ROOT / "site" / "manage.py"), *arguments],
        env=site_environment(**options), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    if done.returncode:
        raise Trouble("`manage.py {}` failed:\n{}".format(" ".join(arguments), done.stdout.strip()[-2000:]))
    return done.stdout


def prepare_site():
    """Database, messages, static files, content, index, and the first login. Does only what has changed since.

    Returns the first login as (name, password) when it was made just now, else None.
    """
    python_files = "site/campaign/**/*.py"
    step_inputs = [
        ("messages", ["locales/**/*.po"], "Compiling the messages", "2 seconds", compile_messages),
        ("static", ["site/campaign/static/**/*", "uv.lock"], "Collecting and compressing styles and pictures", "30 seconds", collect_static),
        ("database", ["site/campaign/*/migrations/*.py", "uv.lock"], "Preparing the database", "20 seconds", migrate),
        ("content", ["content/**/*.yaml", "content/**/*.md", "content/**/*.txt", "content/**/*.tsv", "content/**/*.py", python_files],
         "Loading the content and building the index", "30 seconds", load_content),
    ]  # fmt: skip
    for name, patterns, what, usually, action in step_inputs:
        fingerprint = digest_of(*patterns)
        index_is_there = name != "content" or (VAR / "index.sqlite3").exists()
        if is_stamped(name, fingerprint) and index_is_there:
            continue
        with Step(what, usually):
            said = action()
        for line in (said or "").splitlines():
            if line.strip():
                print("    " + line.strip())
        stamp(name, fingerprint)
    if is_stamped("login", "made"):
        return None
    password = secrets.token_urlsafe(12)
    said = manage("first_login", "--username", "editor", FIRST_PASSWORD=password)
    stamp("login", "made")
    return ("editor", password) if "made" in said else None


def compile_messages():
    """The .po files as .mo beside them; .mo are never committed."""
    for po in sorted((ROOT / "locales").glob("*/*/LC_MESSAGES/*.po")):
        subprocess.run(
            [str(SITE_PYTHON), "-m", "babel.messages.frontend", "compile", "-i", str(po), "-o", str(po.with_suffix(".mo")), "-f"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def collect_static():
    """All static files under var/static, compressed once so that no request compresses them."""
    manage("collectstatic", "--noinput", "--clear", "-v", "0")


def migrate():
    """The database at its newest shape."""
    manage("migrate", "-v", "0")


def load_content():
    """The files of content/ in the database, then in the index."""
    said = manage("load_content")
    if not (VAR / "index.sqlite3").exists():
        said += manage("rebuild_index")
    return said


def prepare_bot():
    """The trained model, trained only when its inputs changed.

    Raises:
        Trouble: training failed.
    """
    command = [str(BOT_PYTHON), "-m", "chatbot.launch"]
    if subprocess.run([*command, "is-trained"], cwd=str(ROOT), env=bot_environment()).returncode == 0:
        return
    with Step("Training the bot", "1 minute"):
        log = open_log("train")
        done = subprocess.run(
            [*command, "train"],
            cwd=str(ROOT),
            env=bot_environment(),
            stdout=log,
            stderr=log,
        )
    if done.returncode:
        raise Trouble(
            "The bot could not be trained; {} says why.\n{}".format(LOGS / "train.log", tail("train"))
        )


def bot_environment():
    """What the Rasa process needs to know. Its telemetry is off in every way it can be started."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT), RASA_TELEMETRY_ENABLED="false", PYTHONUNBUFFERED="1")
    environment.pop("VIRTUAL_ENV", None)
    return environment


def bot_is_ready():
    """Whether the bot can be started as it is."""
    return BOT_PYTHON.exists() and any((BOT / "models").glob("bot-*.tar.gz"))


def prepare(with_bot=True):
    """Everything before the start. Returns (whether the bot can run, the first login or None)."""
    sync("site-environment", ROOT, "1-2 minutes")
    wish_for_packages(PDF_PACKAGES, "PDFs")
    bot_is_ready = False
    if with_bot:
        try:
            sync("bot-environment", BOT, "2-3 minutes")
            prepare_bot()
            bot_is_ready = True
        except Trouble as trouble:
            print(
                f"  The bot can't run here: {trouble}\n  The site starts without it; the chat page answers from search."
            )
    return bot_is_ready, prepare_site()


def main(arguments):
    """Before a door opens: everything it needs, told on standard error."""
    with contextlib.redirect_stdout(sys.stderr):
        ready, _ = prepare(with_bot="bot" in arguments)
    return 0 if ready or "bot" not in arguments else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(str(trouble))
