"""Projects: dashboard, team, archive, copies, templates, hand-over."""

from projects.services import favourite_set

from ..stage import Act, Stage


def _star(stage: Stage, *, is_favourite: bool = True) -> None:
    favourite_set(actor=stage.owner, project=stage.project, is_favourite=is_favourite)


ACTS: dict[str, Act] = {
    "favourite.added": Act(_star),
    "favourite.removed": Act(lambda s: _star(s, is_favourite=False), prepare=_star),
}
