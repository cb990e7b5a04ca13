"""What every page of the shell needs."""

from typing import Any

from django.http import HttpRequest

from accounts.models import Theme

from .keys import KEY_TABLE


def shell(request: HttpRequest) -> dict[str, Any]:
    # An error page may come before the middleware that says who is there.
    user = getattr(request, "user", None)
    return {
        "theme": getattr(user, "theme", Theme.DARK),
        "density": getattr(user, "density", "normal"),
        "key_table": KEY_TABLE,
    }
