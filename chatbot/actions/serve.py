"""Runs the actions: `python -m chatbot.actions.serve --port 5055`, on this machine unless told otherwise.

The web server of rasa-sdk with our actions registered by name. Its own launcher listens on all addresses and looks for a tracing configuration.
"""

import argparse
import contextlib
import logging
import os
import sys
import warnings

from rasa_sdk.executor import ActionExecutor

from content.index.store import AnalyserMismatch, IndexMissing

LOOPBACK = "127.0.0.1"
MOST_BODY_BYTES = 262_144


def all_actions() -> list:
    """One of each action."""
    from chatbot.actions import answer, eligibility, explain, help, remembered, small_talk
    from chatbot.actions.base import BotAction

    found = []
    for module in (answer, eligibility, explain, help, remembered, small_talk):
        found += [
            one()
            for one in vars(module).values()
            if isinstance(one, type)
            and issubclass(one, BotAction)
            and one.named
            and one.__module__ == module.__name__
        ]
    return found


def executor() -> ActionExecutor:
    """The actions as rasa-sdk runs them."""
    made = ActionExecutor()
    for action in all_actions():
        made.register_action(action)
    return made


def warm_up() -> None:
    """Reads what the first question of each language would otherwise wait for. An index that isn't there yet is no fault here."""
    from chatbot.actions import knowledge
    from chatbot.actions.catalogue import Say, catalogue
    from chatbot.actions.profile import country_name, describe, merge
    from content.rules.evaluate import evaluate

    for language, question in (
        ("sq", "sa kushton viza"),
        ("sr", "колико кошта виза"),
        ("en", "what does a visa cost"),
    ):
        catalogue(language)
        describe(merge({}, [{"entity": "occupation", "value": "electrician"}]).profile, Say(language))
        country_name("DE", Say(language))
        with contextlib.suppress(IndexMissing, AnalyserMismatch):
            knowledge.find(question, language)
            for route in knowledge.routes():
                evaluate(route, {"occupation": "electrician"})


def main() -> int:
    """Serves until stopped."""
    parser = argparse.ArgumentParser(
        prog="python -m chatbot.actions.serve", description="Run the bot's actions on 127.0.0.1."
    )
    parser.add_argument("--port", type=int, default=5055)
    parser.add_argument("--host", default=LOOPBACK, help="another one only on an inner network")
    arguments = parser.parse_args()
    # Warnings only: rasa-sdk writes whole requests when it debugs.
    # rasa-sdk warns at each start that Rasa 3.6 is older; that pair is the one we test.
    warnings.filterwarnings("ignore", message=".*versions of rasa and rasa_sdk.*|.*compatib.*")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    os.environ.setdefault("SANIC_HOST", arguments.host)
    from rasa_sdk.endpoint import create_app

    warm_up()
    app = create_app(executor(), cors_origins=[])
    app.config.REQUEST_MAX_SIZE = MOST_BODY_BYTES
    app.run(
        host=arguments.host,
        port=arguments.port,
        single_process=True,
        access_log=False,
        motd=False,
        debug=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
