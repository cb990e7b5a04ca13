"""Typed readers of the environment: a bad value stops the start with its name, never half an hour later."""

import os
from pathlib import Path
from typing import overload

from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def env_bool(name: str, *, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} is {raw!r}; it must be 1 or 0.")
    return value in _TRUE


def env_int(name: str, *, default: int, least: int = 0) -> int:
    raw = os.environ.get(name)
    if raw is None or not raw.strip():
        return default
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}; it must be a whole number.") from None
    if value < least:
        raise ImproperlyConfigured(f"{name} is {value}; it must be at least {least}.")
    return value


def env_list(name: str, *, default: list[str]) -> list[str]:
    raw = os.environ.get(name)
    if raw is None:
        return default
    return [part.strip() for part in raw.split(",") if part.strip()]


@overload
def env_path(name: str, *, default: Path) -> Path: ...
@overload
def env_path(name: str, *, default: None) -> Path | None: ...
def env_path(name: str, *, default: Path | None) -> Path | None:
    raw = os.environ.get(name)
    return Path(raw).expanduser().resolve() if raw else default


def env_or_file(name: str, path: Path) -> str | None:
    """A secret from the environment or, failing that, from a file; None where neither is there."""
    raw = os.environ.get(name)
    if raw:
        return raw
    if path.is_file():
        return path.read_text(encoding="utf-8").strip() or None
    return None
