"""Who uses the rows of the catalogue: the apps above say how many, and move them to another row.

They register in `AppConfig.ready()`: this app does not know that there are tasks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Project
from .models.catalogue import CatalogueRow

# For each row: how many of each kind of entity ("shot", "asset", …) use it.
Counts = dict[int, dict[str, int]]


def _nothing(project: Project) -> None:
    """For rows whose order nothing else keeps."""


@dataclass(frozen=True)
class Use:
    """What uses the rows of one model. Trash counts too: it may come back.

    `count` counts in a project, in all for None. `move` gives all that use a row of the project to another one, as
    part of the open change set. `reordered` is called after the project's order has changed.
    """

    model: type[CatalogueRow]
    one: str
    many: str
    count: Callable[[Project | None], Counts]
    move: Callable[[Project, CatalogueRow, CatalogueRow], None]
    reordered: Callable[[Project], None] = _nothing

    def words(self, counts: dict[str, int]) -> str:
        """ "412 tasks"."""
        total = sum(counts.values())
        return f"{total:,} {self.one if total == 1 else self.many}"


_uses: dict[type[CatalogueRow], Use] = {}


def register_use(use: Use) -> None:
    if use.model in _uses:
        raise ValueError(f"The use of {use.model.__name__} is registered twice.")
    _uses[use.model] = use


def use_of(model: type[CatalogueRow]) -> Use:
    return _uses[model]
