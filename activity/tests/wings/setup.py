"""Projects: dashboard, team, archive, copies, templates, hand-over."""

from ..stage import Act

ACTS: dict[str, Act] = {}
