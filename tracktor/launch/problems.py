"""What the launcher has to say: progress, and its exit codes with the one exception that carries them."""

import sys
from enum import IntEnum


class Exit(IntEnum):
    """The meaning of each is in the package's docstring. 10, an old Python, is written out in ``run.py``."""

    USAGE = 2
    PROJECT_READ_ONLY = 11
    DATA_READ_ONLY = 12
    INSTALL_FAILED = 13
    PORT_IN_USE = 14
    NEWER_DATA = 15
    ALREADY_RUNNING = 16
    TOOL_MISSING = 17
    START_FAILED = 18
    INTERRUPTED = 130


class Problem(Exception):
    """A reason not to go on: one sentence for a person, one exit code for a program."""

    def __init__(self, code: Exit, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def say(line: str) -> None:
    """Progress for the person at the terminal, at once: a pipe would else hold it back."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
