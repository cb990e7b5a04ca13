"""Projects: dashboard, team, settings, templates, hand-over."""

from ..stage import Act

ACTS: dict[str, Act] = {}
