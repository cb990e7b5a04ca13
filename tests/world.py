"""One row of everything that addresses speak of, in `project` or in `other`, and how an address is made for it."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from accounts.models import User
from events.models import ChangeSet
from files.models import StoredFile
from files.services import image_store
from notes.models import Note
from notes.tests.factories import NoteFactory
from projects.models import Membership, Project
from projects.services import share_code_renew
from shots.editorial import suggest
from shots.models import Cut, Entity, Kind, Task
from shots.services import entity_trash
from shots.services.cuts import CutInput, cut_import, cut_read
from shots.tests.factories import ShotFactory, task_of

from .wings import WINGS

_ARGUMENT = re.compile(r"(?:([\w-]+)/)?<(\w+):(\w+)>")


@dataclass(frozen=True)
class World:
    """`trashed` lies in the trash; `shot`, `asset`, `task`, `note` don't."""

    project: Project
    sequence: Entity
    shot: Entity
    asset: Entity
    trashed: Entity
    task: Task
    note: Note
    member: Membership
    cut: Cut
    change_set: ChangeSet
    stored: StoredFile
    share_code: str

    @property
    def ids(self) -> dict[str, Any]:
        """What stands before an id in an address, and the id of this world's row."""
        return {
            "entities": self.shot.pk,
            "shots": self.shot.pk,
            "assets": self.asset.pk,
            "sequences": self.sequence.pk,
            "tasks": self.task.pk,
            "notes": self.note.pk,
            "my-tasks": self.task.pk,
            "cuts": self.cut.pk,
            "members": self.member.pk,
            "changes": self.change_set.pk,
            "files": self.stored.uid,
        }

    def id_of(self, place: str) -> Any:
        """The id that stands behind this word in an address; a wing knows its own."""
        for wing in WINGS:
            if place in wing.IDS:
                return wing.IDS[place](self)
        return self.ids.get(place)


def make_world(project: Project, *, author: User) -> World:
    """`author` has written the note, stored the file and owns the change set, as every owner may."""
    rows = Entity.objects.present().filter(project=project)
    sequence, asset = rows.get(kind=Kind.SEQUENCE), rows.get(kind=Kind.ASSET)
    shot = rows.filter(kind=Kind.SHOT).in_order()[0]
    mark = "CANARY_" if project.code == "canary" else ""
    name = f"{mark}SH0990"
    trashed = ShotFactory(sequence=sequence, name=name)
    entity_trash(actor=project.owner, entities=[trashed])
    task = task_of(shot)
    note = NoteFactory(task=task, author=author, body=f"{name} note")
    share_code = share_code_renew(actor=project.owner, project=project)
    stored = image_store(actor=author, name=f"{name}.png", data=png(), project_id=project.pk)
    member = Membership.objects.filter(project=project).exclude(user=project.owner).order_by("pk")[0]
    change_set = ChangeSet.objects.filter(events__verb="note.created", events__target_id=note.pk).get()
    cut = cut_of(project, mark)
    world = World(project, sequence, shot, asset, trashed, task, note, member, cut, change_set, stored, share_code)
    for wing in WINGS:
        wing.MAKE(world)
    return world


def edl(mark: str = "") -> bytes:
    """A cut of one event, which makes one shot."""
    return (
        f"TITLE: {mark}CUT\nFCM: NON-DROP FRAME\n\n"
        "001  AX       V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00\n"
        f"* FROM CLIP NAME: {mark}SQ500_SH0010\n"
    ).encode()


def cut_of(project: Project, mark: str) -> Cut:
    cut = cut_read(data=edl(mark), file_name=f"{mark}cut.edl", rate=project.fps)
    given = CutInput(f"{mark}Cut", f"{mark}cut.edl", cut, suggest(cut))
    return cut_import(actor=project.owner, project=project, given=given).cut


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "grey").save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class Route:
    """`needs` maps an argument to what stands before it in the address: pk -> tasks."""

    name: str
    needs: dict[str, str]

    def url(self, world: World, **instead: Any) -> str:
        given = {"code": world.project.code} | {
            argument: world.id_of(place) for argument, place in self.needs.items() if argument != "code"
        }
        return reverse(self.name, kwargs={key: value for key, value in (given | instead).items() if key in self.needs})


def routes() -> list[Route]:
    """Every route of the URL conf."""
    found = [
        Route(name, {argument: place for place, _, argument in _ARGUMENT.findall(path)})
        for name, path in _walk(get_resolver(), "", "")
    ]
    return sorted(found, key=lambda route: route.name)


def _walk(resolver: URLResolver, names: str, path: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield f"{names}{entry.name}", here
        else:
            yield from _walk(entry, f"{names}{entry.namespace}:" if entry.namespace else names, here)


@contextmanager
def rolled_back() -> Iterator[None]:
    """What is written inside is gone afterwards."""
    here = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(here)
