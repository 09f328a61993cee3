"""`make run`: one command from an empty checkout to the whole thing, and Ctrl-C to end it."""

import os
import signal
import sys

from tools.environments import Trouble
from tools.house import House, port_is_free
from tools.preparation import prepare

FORMS = (("sq", "Shqip"), ("sr", "Српски"), ("sr-latn", "Srpski"), ("en", "English"))


def main():
    """Prepares, starts, waits until each part answers, says where everything is, and stops everything on Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        port = int(os.environ.get("PORT") or 8000)
    except ValueError:
        raise Trouble(
            "PORT={!r} isn't a number. For example: PORT=8080 make run".format(os.environ["PORT"])
        ) from None
    if not port_is_free(port):
        raise Trouble(
            f"Port {port} is in use. Stop what uses it, or choose another: PORT={port + 80} make run"
        )
    print("Preparing (the first time takes a few minutes; after that, seconds)", flush=True)
    bot_is_ready, login = prepare()
    print(
        "Starting the site{}".format(
            ", the actions and the bot (usually 10 seconds)" if bot_is_ready else ""
        ),
        flush=True,
    )
    with House(port, bot_is_ready, host=os.environ.get("HOST") or "127.0.0.1") as house:
        address = f"http://localhost:{port}"
        print("\nReady. Ctrl-C stops everything.\n")
        for code, name in FORMS:
            print(f"  {name:<9}{address}/{code}/")
        print(
            "  {:<9}{}/sq/chat/{}".format("Chat", address, "" if bot_is_ready else "   (answers from search)")
        )
        print("  {:<9}{}/admin/".format("Editors", address))
        if login:
            print(
                "           name {}, password {}   (shown only this once; `make password` makes a new one)".format(
                    *login
                )
            )
        print("  {:<9}{}/health/\n".format("Health", address), flush=True)
        house.watch()


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        sys.exit(f"\n{trouble}")
    except KeyboardInterrupt:
        print("\nStopped.")
