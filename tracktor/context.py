"""What every page of the shell needs."""

from typing import Any

from django.http import HttpRequest

from accounts.models import Theme

from .keys import KEY_TABLE


def shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "theme": user.theme if signed_in else Theme.DARK,
        "density": user.density if signed_in else "normal",
        "key_table": KEY_TABLE,
    }
