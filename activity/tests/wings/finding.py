"""The palette and the shell."""

from ..stage import Act

ACTS: dict[str, Act] = {}
