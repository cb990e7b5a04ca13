"""Where things are, and whether they can be written to."""

import os
import secrets
import tempfile
from pathlib import Path

from tracktor.launch.problems import Exit, Problem

PROJECT = Path(__file__).resolve().parents[2]


def data_folder(given: str | None) -> Path:
    return Path(given or os.environ.get("TRACKTOR_DATA") or PROJECT / "data").expanduser().resolve()


def require_writable_project() -> None:
    if reason := _why_not_writable(PROJECT):
        raise Problem(
            Exit.PROJECT_READ_ONLY,
            f"Tracktor cannot write to its project folder {PROJECT} ({reason}), so it cannot be installed.",
        )


def require_writable_data(data: Path) -> None:
    """Ask before anything is made. Of a folder that does not exist yet, ask its nearest parent that does."""
    existing = next(folder for folder in (data, *data.parents) if folder.exists())
    reason = _why_not_writable(existing)
    for name in ("tracktor.sqlite3", "tracktor.lock"):
        if not reason and (data / name).exists() and not os.access(data / name, os.R_OK | os.W_OK):
            reason = f"{name} is read-only"
    if reason:
        raise Problem(
            Exit.DATA_READ_ONLY,
            f"Tracktor cannot write to its data folder {data} ({reason}); choose another with --data DIR.",
        )


def _why_not_writable(folder: Path) -> str:
    # Really writing is the only question that Windows and network shares answer truthfully.
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or type(error).__name__


def make_data_folder(data: Path) -> None:
    # Only the owner may look in: it holds the database and the key that signs the sessions.
    data.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_secret_key(data: Path) -> None:
    """Write ``secret_key`` once, whole or not at all, readable by its owner only."""
    path = data / "secret_key"
    if os.environ.get("TRACKTOR_SECRET_KEY") or (path.exists() and path.stat().st_size):
        return
    handle, partial = tempfile.mkstemp(dir=data, prefix="secret_key.")  # mkstemp gives mode 600
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    Path(partial).replace(path)
