"""Mail, where the administrator has set it up. Nothing depends on it: each link can be copied instead."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from .models import Invitation, User
from .selectors import studio_now


def send(*, to: str, subject: str, text: str) -> str:
    """Send one mail now; gives what went wrong as a sentence, or nothing."""
    if not settings.MAIL_IS_SET_UP:
        return "Mail is not set up."
    try:
        EmailMessage(" ".join(subject.split()), text, to=[to]).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return f"The mail server said: {_said(error)}."
    return ""


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        raw = error.smtp_error
        words = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
        return f"{error.smtp_code} {words}".strip().rstrip(".")
    return (str(error) or type(error).__name__).rstrip(".")


def send_test(to: str) -> str:
    return send(to=to, subject=f"Test of {studio_now()}", text="Tracktor can send mail. Nothing else is to do.")


def invitation_mail(invitation: Invitation, link: str) -> str:
    studio = studio_now()
    text = (
        f"{invitation.created_by.display_name} invites you to {studio}.\n\n{link}\n\n"
        f"The link works once, until {invitation.expires_at:%d %B %Y}."
    )
    return send(to=invitation.email, subject=f"Invitation to {studio}", text=text)


def password_link_mail(user: User, link: str) -> str:
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    text = f"Choose a new password for {user.username} here:\n\n{link}\n\nThe link works once, for {days} days."
    return send(to=user.email, subject=f"New password for {studio_now()}", text=text)
