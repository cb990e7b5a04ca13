"""Settings of a project and of the studio: task types, statuses, asset types, rules."""

from ..stage import Act

ACTS: dict[str, Act] = {}
