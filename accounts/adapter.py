"""Where allauth asks us: who may sign up, and how an account is made (by the service, like everywhere)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from core.errors import Refused

from .models import Registration, User
from .selectors import studio_now
from .services import Person, clean_username, invitation_accept, invitation_of, password_set, user_create

# The token of the invitation that somebody has opened, kept in the session until there is an account.
INVITED = "invitation"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Wrong name or password.",
        "email_password_mismatch": "Wrong name or password.",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, then try again.",
        "incorrect_password": "Wrong password.",
        "rate_limited": "That was too often. Wait a minute, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        registration = studio_now().registration
        if registration == Registration.OPEN:
            return True
        return registration == Registration.INVITATION and is_invited(request)

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: ARG002
        try:
            return clean_username(username)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: ARG002
        """allauth hands over an unsaved User; ours is made by the service, with its event."""
        data = form.cleaned_data
        person = Person(
            username=data["username"],
            password=data["password1"],
            full_name=data.get("full_name", ""),
            time_zone=data.get("time_zone") or "UTC",
        )
        with transaction.atomic():
            made = user_create(actor=None, person=person)
            token = request.session.pop(INVITED, "")
            # Asked once more: another browser may have used the link up since this one opened the form.
            if is_known(token) or studio_now().registration != Registration.OPEN:
                request.session["signup_leads_to"] = invitation_accept(actor=made, token=token)
        user.__dict__.update(made.__dict__)
        return user

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        led_to: str = request.session.pop("signup_leads_to", "")
        return led_to or str(super().get_signup_redirect_url(request))

    def set_password(self, user: User, password: str) -> None:
        """allauth has checked the old password and the new one; the write is the service's."""
        password_set(actor=user, password=password)
        user.refresh_from_db(fields=["password", "rev"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent where nothing can be."""
        if settings.MAIL_IS_SET_UP:
            super().send_mail(template_prefix, email, context | {"studio": studio_now()})


def is_invited(request: HttpRequest) -> bool:
    return is_known(request.session.get(INVITED, ""))


def is_known(token: str) -> bool:
    try:
        invitation_of(token)
    except Refused:
        return False
    return True


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This is not the right code. Codes change every 30 seconds.",
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return str(studio_now())

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """Never empty: what the person leaves out is called by its number."""
        from allauth.mfa.models import Authenticator

        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"
