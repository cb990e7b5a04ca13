"""Typed readers of the environment: a bad value stops the start with its name, never half an hour later."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import overload
from urllib.parse import unquote, urlsplit

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


@dataclass(frozen=True)
class MailSettings:
    backend: str = "dummy"
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_settings(url: str) -> MailSettings:
    """`smtp+tls://user:password@host:587` taken apart; no address: no mail."""
    parts = urlsplit(url.strip())
    if not url.strip() or parts.scheme == "console":
        return MailSettings("console" if url.strip() else "dummy")
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("TRACKTOR_MAIL_URL has no port that is a number.") from None
    if parts.scheme not in _MAIL_PORTS or not parts.hostname or parts.query:
        raise ImproperlyConfigured(
            "TRACKTOR_MAIL_URL must look like smtp+tls://user:password@mail.example.com:587 "
            "(smtp+tls is STARTTLS, smtps is TLS, smtp is neither)."
        )
    return MailSettings(
        backend="smtp",
        host=parts.hostname,
        port=port or _MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+tls",
        is_tls=parts.scheme == "smtps",
    )
