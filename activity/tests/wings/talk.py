"""Notes and the inbox."""

from ..stage import Act

ACTS: dict[str, Act] = {}
