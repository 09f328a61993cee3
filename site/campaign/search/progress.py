"""A bar on standard error for commands that take their time."""

import sys

WIDTH = 30


class Bar:
    """Call it with (done, total). Silent where nobody watches: in logs a bar is noise."""

    def __init__(self, what: str, stream=None):
        self.what, self.stream = what, stream or sys.stderr

    def __call__(self, done: int, total: int) -> None:
        if not self.stream.isatty():
            return
        filled = WIDTH * done // max(1, total)
        self.stream.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done} of {total} {self.what}")
        if done >= total:
            self.stream.write("\n")
        self.stream.flush()
