"""allauth's sign-in form with our words. A module of its own: allauth's forms read our settings while they load."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django import forms
from django.core.cache import cache


class SignInForm(LoginForm):  # type: ignore[misc]
    """Says how many tries are left before a pause; the same for names that are not there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page has a link for it beside the label.
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except forms.ValidationError as error:
            left = self._tries_left()
            if error.code not in {"username_password_mismatch", "email_password_mismatch"} or left is None:
                raise
            said = f"{left} {'try is' if left == 1 else 'tries are'} left, then a pause of five minutes."
            if left == 0:
                said = "Wait five minutes before the next try."
            raise forms.ValidationError(f"Wrong name or password. {said}") from None
        return cleaned

    def _tries_left(self) -> int | None:
        """How often allauth will still look at a password for this name; None where nothing is counted."""
        found = []
        key = get_adapter()._get_login_attempts_cache_key(context.request, **self.user_credentials())
        for rate in get_rates(app="allauth.account", action="login_failed"):
            where = get_cache_key(context.request, app="allauth.account", action="login_failed", rate=rate, key=key)
            found.append(rate.amount - len(cache.get(where, [])))
        return max(0, min(found)) if found else None
