"""Where one can go and what one can do: the one table that the rail, the palette and the table of keys are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.urls import reverse

from projects.access import Access


class Spot(Enum):
    """Where a place stands in the rail; NONE is found in the palette only."""

    TOP = "top"
    MORE = "more"
    FOOT = "foot"
    NONE = "none"


@dataclass(frozen=True)
class Place:
    """`name` is the `nav` of its pages, `key` the letter after G, `needs` a property of Access; `words` find it too.

    `is_kept`: also in the bar of a phone, which has room for four and More.
    """

    name: str
    label: str
    icon: str
    url_name: str
    key: str = ""
    in_project: bool = True
    needs: str = ""
    spot: Spot = Spot.MORE
    is_kept: bool = False
    words: str = ""

    def url(self, access: Access | None) -> str:
        return reverse(self.url_name, args=[access.project.code] if self.in_project and access else [])

    def is_open_to(self, access: Access | None) -> bool:
        if self.in_project and access is None:
            return False
        return not self.needs or bool(access is not None and getattr(access, self.needs))


PLACES = (
    Place("home", "Projects", "home", "desk:project-list", "p", False, spot=Spot.TOP, is_kept=True, words="dashboard"),
    Place("my-tasks", "My tasks", "mytasks", "desk:my-tasks", "m", False, spot=Spot.TOP, is_kept=True, words="today"),
    Place("inbox", "Inbox", "bell", "inbox:item-list", "i", False, spot=Spot.TOP, words="mentions assignments unread"),
    Place("overview", "Overview", "overview", "desk:project-overview", "o", spot=Spot.TOP, words="progress deadlines"),
    Place("shots", "Shots", "shots", "shots:shot-list", "s", spot=Spot.TOP, is_kept=True, words="table grid"),
    Place("assets", "Assets", "assets", "shots:asset-list", "a", spot=Spot.TOP, is_kept=True, words="props characters"),
    Place("structure", "Structure", "group", "shots:structure", "e", spot=Spot.TOP, words="episodes sequences tree"),
    Place("members", "Team", "team", "projects:member-list", "t", spot=Spot.TOP, words="members people roles share"),
    Place("versions", "Versions", "film", "shots:version-list", "v", words="published files movies takes"),
    Place("notes", "Notes", "note", "notes:note-list", "n", spot=Spot.TOP, words="remarks feedback open"),
    Place("cuts", "Cuts", "cut", "shots:cut-list", "c", words="edl otio xml edit"),
    Place("history", "History", "history", "activity:project-history", "h", words="log changes activity"),
    Place("trash", "Trash", "trash", "desk:trash", words="deleted restore bin"),
    Place("settings", "Settings", "gear", "projects:project-update", needs="may_manage", spot=Spot.FOOT, words="edit"),
    Place("catalogue", "Studio catalogue", "cols", "projects:catalogue", in_project=False, words="task types statuses"),
    Place("join", "Join by code", "key", "projects:member-join", in_project=False, words="share invitation"),
    Place("project-trash", "Projects in the trash", "trash", "projects:project-trash-list", in_project=False),
    Place("profile", "Profile", "user", "accounts:profile", in_project=False, spot=Spot.NONE, words="me account zone"),
    Place("password", "Change password", "lock", "account_change_password", in_project=False, spot=Spot.NONE),
)


@dataclass(frozen=True)
class Action:
    """Something to do. `value` ("name=value") makes it a POST; without it the address is a page."""

    label: str
    icon: str
    url_name: str
    value: str = ""
    in_project: bool = False
    needs: str = ""
    words: str = ""
    fragment: str = ""

    def url(self, access: Access | None) -> str:
        return reverse(self.url_name, args=[access.project.code] if self.in_project and access else []) + self.fragment

    def is_open_to(self, access: Access | None) -> bool:
        if self.in_project and access is None:
            return False
        return not self.needs or bool(access is not None and getattr(access, self.needs))


ACTIONS = (
    Action("New shots", "plus", "shots:shot-create", in_project=True, needs="may_edit", words="create add"),
    Action("New asset", "plus", "shots:asset-create", in_project=True, needs="may_edit", words="create add"),
    Action("Import a cut", "upload", "shots:cut-import", in_project=True, needs="may_edit", words="edl otio xml"),
    Action(
        "Add a member", "team", "projects:member-list", in_project=True, needs="may_change_members", words="invite team"
    ),
    Action("New project", "plus", "projects:project-create", words="create start"),
    Action("New project from a cut", "cut", "shots:project-from-cut", words="create import edl otio xml"),
    Action("Undo my last change", "undo", "activity:undo-last", "undo=1"),
    Action("Redo it", "redo", "activity:redo-last", "redo=1"),
    Action("Dark theme", "theme", "accounts:theme-set", "theme=tracktor-dark", words="look colours"),
    Action("Light theme", "sun", "accounts:theme-set", "theme=tracktor-light", words="look colours"),
    Action("Theme as the system", "gear", "accounts:theme-set", "theme=system", words="look colours"),
    Action("Compact rows", "shots", "accounts:density-set", "density=compact", words="density"),
    Action("Normal rows", "shots", "accounts:density-set", "density=normal", words="density"),
    Action("Rows with large pictures", "image", "accounts:density-set", "density=thumb", words="density thumbnails"),
    Action("Sign out", "signout", "account_logout", words="log out leave"),
)


def places_for(access: Access | None) -> Iterator[Place]:
    return (place for place in PLACES if place.is_open_to(access))


def actions_for(access: Access | None) -> Iterator[Action]:
    return (action for action in ACTIONS if action.is_open_to(access))
