"""The rail's places, for templates/core/_rail.html."""

from dataclasses import dataclass, field

from django import template
from django.template.context import RequestContext

from projects.access import Access
from search.places import Spot, places_for

register = template.Library()


@dataclass(frozen=True)
class Item:
    name: str
    label: str
    icon: str
    url: str
    key: str
    is_kept: bool
    is_current: bool


@dataclass
class Rail:
    """`home` and `project` stand in the rail, `more` opens, `foot` stands at its end.

    A phone's bar has those that are kept; what is not is in `more` there, and so `narrow`.
    """

    home: list[Item] = field(default_factory=list)
    project: list[Item] = field(default_factory=list)
    more: list[Item] = field(default_factory=list)
    foot: list[Item] = field(default_factory=list)
    narrow: list[Item] = field(default_factory=list)

    @property
    def is_more_current(self) -> bool:
        return any(item.is_current for item in self.more)


@register.simple_tag(takes_context=True)
def rail(context: RequestContext) -> Rail:
    access: Access | None = context.get("access")
    made = Rail()
    for place in places_for(access):
        # Beside a project's own places those outside it are one step further: on the projects' page.
        if place.spot is Spot.NONE or (place.spot is Spot.MORE and not place.in_project and access):
            continue
        item = Item(
            place.name,
            place.label,
            place.icon,
            place.url(access),
            place.key,
            place.is_kept,
            context.get("nav") == place.name,
        )
        if place.spot is Spot.TOP:
            (made.project if place.in_project else made.home).append(item)
        else:
            (made.more if place.spot is Spot.MORE else made.foot).append(item)
        if not place.is_kept and place.spot is not Spot.MORE:
            made.narrow.append(item)
    return made
