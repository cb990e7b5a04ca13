"""What ``run.py`` does, with the standard library alone: Django is imported in the process this one starts.

    python3 run.py [--host H] [--port P] [--data DIR] [--no-browser] [--demo]
    python3 run.py test [pytest arguments]
    python3 run.py proof [pytest arguments]    the tests on PostgreSQL too, and the long proofs

Exit codes, each with its sentence on stderr. ``test`` and ``proof`` pass on pytest's own, 0 to 5.

     0  stopped on purpose (Ctrl-C, a termination signal), or the tests passed
     2  the arguments make no sense
    10  this Python is too old
    11  the project folder cannot be written to, so nothing can be installed
    12  the data folder cannot be written to
    13  the packages could not be installed (mostly: no network)
    14  the port is in use, or the address is not this machine's
    15  the data folder was written by a newer Tracktor
    16  another Tracktor is using the data folder, or is just being installed
    17  a tool that ``proof`` needs is missing
    18  the server could not start (settings, database, first page)
   130  stopped by Ctrl-C before the server was there

``TRACKTOR_PYTHON`` names an interpreter that has the packages already: it is used as it is, and nothing is
installed. The tests of this package and container images use it.
"""

import signal
import sys
from types import FrameType

from tracktor.launch.problems import Exit, Problem

__all__ = ["main"]


def main(argv: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A folder's name may hold letters that this console cannot show; that must not stop the start.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _terminated)
    try:
        if argv[:1] in (["test"], ["proof"]):
            from tracktor.launch import suite

            return suite.run_tests(argv[1:]) if argv[0] == "test" else suite.run_proof(argv[1:])
        from tracktor.launch import start

        return start.run_server(argv)
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        return problem.code
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _terminated(_number: int, _frame: FrameType | None) -> None:
    # As an exception, so that a half-made environment or a temporary database server is cleared away.
    raise KeyboardInterrupt
