"""Files and versions."""

from ..stage import Act

ACTS: dict[str, Act] = {}
