"""Trains and runs the Rasa server. From the root of the repository, with the bot's own Python:

chatbot/.venv/bin/python -m chatbot.launch train
chatbot/.venv/bin/python -m chatbot.launch run --port 5005 --actions-url http://127.0.0.1:5055/webhook
"""

import argparse
import hashlib
import os
import sys
import time
from pathlib import Path
from typing import Iterator, Optional

BOT = Path(__file__).resolve().parent
ROOT = BOT.parent
MODELS = BOT / "models"
# Everything a model depends on. The actions aren't among it: they may change without training.
INPUTS = (
    "chatbot/config.yml",
    "chatbot/domain/*.yml",
    "chatbot/data/**/*.yml",
    "chatbot/nlu/*.py",
    "chatbot/components/*.py",
    "chatbot/uv.lock",
    "content/text/*.py",
    "content/text/data/*",
    "content/occupations.yaml",
)
KEPT_MODELS = 2
LOOPBACK = "127.0.0.1"


def digest() -> str:
    """A short name for the state of all inputs of the model."""
    total = hashlib.sha256()
    for path in sorted({path for pattern in INPUTS for path in ROOT.glob(pattern)}):
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def model_path() -> Path:
    """Where the model of the present inputs stands, trained or not."""
    return MODELS / f"bot-{digest()}.tar.gz"


def newest_model() -> Optional[Path]:
    """The model to run: that of the present inputs, else the newest one."""
    present = model_path()
    if present.exists():
        return present
    return max(MODELS.glob("bot-*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)


def prepare_rasa() -> None:
    """Makes Rasa importable without TensorFlow and keeps it from calling home. Before any import of Rasa."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    from chatbot import no_tensorflow

    no_tensorflow.install()
    import warnings

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=UserWarning, module="pkg_resources|rasa")
    import rasa.telemetry

    rasa.telemetry.initialize_error_reporting = lambda: None
    rasa.telemetry.is_telemetry_enabled = lambda: False


def train() -> int:
    """Trains when the inputs changed, and tells what it does. Returns an exit code."""
    path = model_path()
    if path.exists():
        print(f"The model is up to date ({path.name}).")
        return 0
    started = time.monotonic()
    _tell("Loading Rasa", started)
    prepare_rasa()
    from rasa.model_training import train as rasa_train

    _tell("Reading the examples and training (usually half a minute)", started)
    MODELS.mkdir(exist_ok=True)
    result = rasa_train(
        domain=str(BOT / "domain"),
        config=str(BOT / "config.yml"),
        training_files=[str(BOT / "data" / "nlu"), str(BOT / "data" / "rules")],
        output=str(MODELS),
        force_training=True,
        fixed_model_name=path.name,
    )
    if result.code or not path.exists():
        print("The model could not be trained; the lines above say why.", file=sys.stderr)
        return result.code or 1
    for old in _older_models():
        old.unlink()
    _tell(f"Done: {path.name}, {path.stat().st_size / 1e6:.1f} MB", started)
    return 0


def _tell(what: str, started: float) -> None:
    print(f"[{time.monotonic() - started:5.1f} s] {what}", flush=True)


def _older_models() -> Iterator[Path]:
    models = sorted(MODELS.glob("bot-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    yield from models[KEPT_MODELS:]


def run(port: int, actions_url: str, host: str = LOOPBACK) -> int:
    """Serves the REST channel, on this machine only unless told otherwise, until stopped. Returns an exit code."""
    model = newest_model()
    if model is None:
        print("There is no model yet; run `train` first.", file=sys.stderr)
        return 1
    os.environ["ACTIONS_URL"] = actions_url
    endpoints = "endpoints-shared.yml" if os.environ.get("REDIS_URL") else "endpoints.yml"
    prepare_rasa()
    import logging

    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    from chatbot import patches

    # Warnings only: from INFO downwards Rasa writes what people say.
    configure_logging_and_warnings(logging.WARNING, None, warn_only_once=True, filter_repeated_logs=True)
    configure_structlog(logging.WARNING)
    patches.apply()
    rasa.core.run.serve_application(
        model_path=str(model),
        interface=host,
        port=port,
        credentials=str(BOT / "credentials.yml"),
        enable_api=False,
        endpoints=AvailableEndpoints.read_endpoints(str(BOT / endpoints)),
    )
    return 0


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m chatbot.launch", description="Train and run the Rasa server."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("train", help="train the model if its inputs changed")
    commands.add_parser("is-trained", help="succeeds when the model of the present inputs is there")
    serving = commands.add_parser("run", help="serve the REST channel on 127.0.0.1")
    serving.add_argument("--port", type=int, default=5005)
    serving.add_argument("--host", default=LOOPBACK, help="another one only on an inner network")
    serving.add_argument("--actions-url", default=f"http://{LOOPBACK}:5055/webhook")
    arguments = parser.parse_args()
    if arguments.command == "is-trained":
        return 0 if model_path().exists() else 1
    return (
        train()
        if arguments.command == "train"
        else run(arguments.port, arguments.actions_url, arguments.host)
    )


if __name__ == "__main__":
    sys.exit(main())
