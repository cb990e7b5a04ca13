"""The system checks: what they find, and that they say what to do."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured

from tracktor import checks


def _ids(found: list[CheckMessage]) -> list[str]:
    assert all(message.hint for message in found)
    return [str(message.id) for message in found]


def test_a_made_up_key_may_not_serve(settings: Any) -> None:
    settings.SECRET_KEY_IS_KEPT = False
    assert _ids(checks.check_secret_key_is_kept()) == ["tracktor.E001"]
    with pytest.raises(ImproperlyConfigured, match="TRACKTOR_SECRET_KEY"):
        checks.require_kept_key()
    settings.SECRET_KEY_IS_KEPT = True
    assert checks.check_secret_key_is_kept() == []


@pytest.mark.parametrize(
    ("hosts", "found"),
    [(["localhost", "127.0.0.1", "[::1]"], []), (["tracktor.example"], ["tracktor.E002"]), (["*"], ["tracktor.E002"])],
)
def test_debug_stays_on_this_machine(settings: Any, hosts: list[str], found: list[str]) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = True, hosts
    assert _ids(checks.check_debug_stays_at_home()) == found
    settings.DEBUG = False
    assert checks.check_debug_stays_at_home() == []


@pytest.mark.parametrize(("folder", "kind"), [("/srv/studio/data", "nfs4"), ("/srv/data", "ext4"), ("/gone", "ext4")])
def test_the_innermost_mount_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\nnas:/studio /srv/studio nfs4 rw 0 0\nshort\n")
    monkeypatch.setattr(checks, "MOUNTS", mounts)
    assert checks.file_system_of(Path(folder)) == kind


def test_sqlite_on_a_share_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "file_system_of", lambda folder: "cifs")
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor="sqlite"))
    assert _ids(checks.check_sqlite_is_on_a_disk_of_this_machine()) == ["tracktor.W003"]
