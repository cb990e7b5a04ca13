"""What the tests of cuts share: an EDL by its clip names, an import by the service, and one by the pages."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from events.models import ChangeSet
from projects.models import Project
from shots.editorial import suggest
from shots.models import Entity, Kind
from shots.services.cuts import CutInput, CutResult, cut_import, cut_read

DATA = Path(__file__).parent / "data" / "editorial"
_FIELD = re.compile(r"<input\b[^>]*>|<select\b.*?</select>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


def edl(*names: str, frames: int = 24) -> bytes:
    """A CMX 3600 list of one event for each clip name, one behind the other from 01:00:00:00, `frames` long."""
    lines = ["TITLE: Reel 1", "FCM: NON-DROP FRAME"]
    for number, name in enumerate(names):
        at = [_timecode(86_400 + (number + step) * frames) for step in (0, 1)]
        lines.append(f"{number + 1:03d}  AX       V     C        {at[0]} {at[1]} {at[0]} {at[1]}")
        lines.append(f"* FROM CLIP NAME: {name}")
    return "\n".join(lines).encode()


def _timecode(frames: int) -> str:
    seconds, frame = divmod(frames, 24)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{frame:02}"


def given(data: bytes, *, file_name: str = "reel1.edl", **options: Any) -> CutInput:
    cut = cut_read(data=data, file_name=file_name, rate=Decimal(24))
    return CutInput(cut.title, file_name, cut, replace(suggest(cut), **options))


def load(project: Project, data: bytes, **options: Any) -> CutResult:
    return cut_import(actor=project.owner, project=project, given=given(data, **options))


def shots_of(project: Project) -> list[str]:
    rows = Entity.objects.present().filter(kind=Kind.SHOT, project=project)
    return list(rows.in_order().values_list("code", flat=True))


def send(client: Client, url: str, data: bytes, *, name: str = "reel1.edl", **fields: Any) -> Any:
    return client.post(url, {"file": SimpleUploadedFile(name, data), "rate": "24"} | fields)


def check_url(client: Client, project: Project, data: bytes, *, name: str = "reel1.edl") -> str:
    response = send(client, reverse("shots:cut-import", args=[project.code]), data, name=name)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def fields_of(response: HttpResponse) -> dict[str, Any]:
    """What a browser would send of the form in the page."""
    fields: dict[str, Any] = {}
    page = response.content.decode()
    for text in _FIELD.findall(page[page.index('id="cut-check"') :]):
        values = {key: unescape(value) for key, value in _ATTRIBUTE.findall(text.split(">")[0] + ">")}
        if "name" not in values or " disabled" in text:
            continue
        if text.startswith("<select"):
            chosen = re.search(r'value="([^"]*)" selected', text) or re.search(r'value="([^"]*)"', text)
            fields[values["name"]] = chosen[1] if chosen else ""
        elif values.get("type") in {"radio", "checkbox"}:
            if " checked" in text:
                fields.setdefault(values["name"], []).append(values["value"])
        elif values["name"] == "take":
            fields.setdefault("take", []).append(values["value"])
        else:
            fields[values["name"]] = values.get("value", "")
    return fields


def take_back(user: User, changes: ChangeSet) -> ChangeSet:
    """Undo by the page, since the undo stands in a higher app; what it gives can be taken back too: the redo."""
    client = Client()
    client.force_login(user)
    assert client.post(reverse("activity:change-set-undo", args=[changes.pk])).status_code == 302
    return ChangeSet.objects.get(undoes=changes)
