"""Overview, milestones, history, trash, the past."""

from ..stage import Act

ACTS: dict[str, Act] = {}
