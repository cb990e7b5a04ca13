"""Where allauth asks us: who may sign up, and how an account is made (by the service, like everywhere)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest

from core.errors import Refused

from .models import User
from .services import Person, clean_username, password_set, user_create


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: ARG002
        try:
            return clean_username(username)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: ARG002
        """allauth hands over an unsaved User; ours is made by the service, with its event."""
        data = form.cleaned_data
        made = user_create(
            actor=None,
            person=Person(
                username=data["username"],
                password=data["password1"],
                full_name=data.get("full_name", ""),
                time_zone=data.get("time_zone") or "UTC",
            ),
        )
        user.__dict__.update(made.__dict__)
        return user

    def set_password(self, user: User, password: str) -> None:
        """allauth has checked the old password and the new one; the write is the service's."""
        password_set(actor=user, password=password)
        user.refresh_from_db(fields=["password", "rev"])
