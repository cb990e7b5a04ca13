"""Start Tracktor: ``python3 run.py``. The help and the exit codes are in ``tracktor/launch/__init__.py``.

This file keeps to a syntax that every Python since 2.7 reads: an old one gets a sentence, not a SyntaxError.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one line that old versions are to reach
    sys.stderr.write("Tracktor needs Python 3.11 or newer; this is Python %d.%d.\n" % sys.version_info[:2])  # noqa: UP031
    sys.exit(10)

from tracktor.launch import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
