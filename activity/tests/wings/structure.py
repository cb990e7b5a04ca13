"""Assets, episodes, sequences, casting, pasted lists, bulk tasks."""

from ..stage import Act

ACTS: dict[str, Act] = {}
