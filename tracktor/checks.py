"""What must be right before Tracktor serves people: `manage.py check --deploy` says it, with what to do."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .launch.ports import is_loopback

# SQLite's write-ahead log needs shared memory, which these do not share between machines.
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs"}
MOUNTS = Path("/proc/self/mounts")


@register(Tags.security, deploy=True)
def check_secret_key_is_kept(**_: Any) -> list[CheckMessage]:
    """Only when deploying: tests and build steps may run with a key made up at the start."""
    if settings.SECRET_KEY_IS_KEPT:
        return []
    return [
        Error(
            "The secret key was made up at this start, so every restart signs everybody out.",
            hint=f"Set TRACKTOR_SECRET_KEY, or write a long random text into {settings.DATA_DIR / 'secret_key'}.",
            id="tracktor.E001",
        )
    ]


def require_kept_key() -> None:
    """Servers run no checks when they start: this one stands in the way of every request."""
    for error in check_secret_key_is_kept():
        raise ImproperlyConfigured(f"{error.msg} {error.hint}")


@register(Tags.security)
def check_debug_stays_at_home(**_: Any) -> list[CheckMessage]:
    far = [host for host in settings.ALLOWED_HOSTS if not _is_local(host)]
    if not settings.DEBUG or not far:
        return []
    return [
        Error(
            f"TRACKTOR_DEBUG shows settings and source to everybody who reaches {', '.join(far)}.",
            hint="Unset TRACKTOR_DEBUG, or leave only localhost in TRACKTOR_ALLOWED_HOSTS.",
            id="tracktor.E002",
        )
    ]


def _is_local(host: str) -> bool:
    return host in {"localhost", ".localhost"} or is_loopback(host.strip("[]"))


@register(Tags.database)
def check_sqlite_is_on_a_disk_of_this_machine(**_: Any) -> list[CheckMessage]:
    if connection.vendor != "sqlite":
        return []
    kind = file_system_of(settings.DATA_DIR)
    if kind not in NETWORK_FILE_SYSTEMS:
        return []
    return [
        Warning(
            f"The database {settings.DATA_DIR / 'tracktor.sqlite3'} lies on a network share ({kind}).",
            hint="SQLite loses data there. Move TRACKTOR_DATA to a local disk, or use PostgreSQL (DATABASE_URL).",
            id="tracktor.W003",
        )
    ]


def file_system_of(folder: Path) -> str:
    """The kind of file system that a folder lies on, such as "ext4"; empty where the system does not tell."""
    try:
        lines = MOUNTS.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    mounts = {Path(parts[1]): parts[2] for line in lines if len(parts := line.split()) > 2}
    return next((mounts[place] for place in (folder, *folder.parents) if place in mounts), "")
