"""Bars of how far the work is: one segment a status category, the finished first."""

from collections.abc import Mapping
from dataclasses import dataclass

from .models import Category

BAR_ORDER = (
    Category.DONE,
    Category.REVIEW,
    Category.RETAKE,
    Category.WIP,
    Category.BLOCKED,
    Category.TODO,
)


@dataclass(frozen=True, slots=True)
class Segment:
    """`x` and `width` in hundredths of the bar; `split` marks retakes by a slit, for who does not see the colour."""

    css: str
    x: float
    width: float
    split: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """Counts of tasks by category; omitted tasks are no work and count nowhere."""

    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.get(category, 0) for category in BAR_ORDER)

    @property
    def done(self) -> int:
        return self.counts.get(Category.DONE, 0)

    @property
    def percent(self) -> int:
        """Rounded down: 100 % means that everything is done."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def label(self) -> str:
        """The sentence that a screen reader says for the bar."""
        parts = [f"{self.counts[key]} {key.label.lower()}" for key in BAR_ORDER if self.counts.get(key)]
        return ", ".join(parts) or "No tasks"

    @property
    def segments(self) -> list[Segment]:
        total, x, found = self.total, 0.0, []
        for category in BAR_ORDER:
            count = self.counts.get(category, 0)
            if count:
                width = count * 100 / total
                found.append(Segment(f"st-{category}", round(x, 2), round(width, 2), category == Category.RETAKE))
                x += width
        return found
