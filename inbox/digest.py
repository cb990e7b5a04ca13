"""The daily mail: what is unread and was not mailed yet, once a day in the morning of each person's time zone."""

import datetime
import zoneinfo
from collections.abc import Iterator
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core import clock

from .models import Item, Settings
from .presenters import lines_of, with_what_lines_need
from .services import catch_up
from .services.sorting import PORTION

MORNING = 7
SHOWN = 40


def can_mail() -> bool:
    return bool(getattr(settings, "MAIL_IS_SET_UP", False))


def digests_send(*, base_url: str) -> Iterator[tuple[str, str]]:
    """Send what is due now; each person with what went wrong, nothing where the mail is out."""
    while catch_up() == PORTION:
        pass
    wanting = Settings.objects.filter(wants_digest=True, user__is_active=True).exclude(user__email="")
    for row in wanting.select_related("user").order_by("pk"):
        now = timezone.localtime(clock.now(), zoneinfo.ZoneInfo(row.user.time_zone))
        if now.hour >= MORNING and row.digest_on != now.date() and _claim(row, now.date()):
            with timezone.override(now.tzinfo):
                fault = _send(row, base_url)
            if fault is not None:
                yield row.user.username, fault


def _claim(row: Settings, today: datetime.date) -> bool:
    """Taken before it is sent: of two commands that run at once, one mails."""
    return bool(Settings.objects.filter(Q(digest_on=None) | ~Q(digest_on=today), pk=row.pk).update(digest_on=today))


def _send(row: Settings, base_url: str) -> str | None:
    rows = Item.objects.visible_to(row.user).unread().filter(mailed_at=None)
    count = rows.count()
    items = list(with_what_lines_need(rows).order_by("-pk")[:SHOWN])
    if not items:
        return None
    lines = lines_of(items)
    context = {
        "lines": lines,
        "count": count,
        "more": count - len(items),
        "base_url": base_url.rstrip("/"),
        "inbox_url": base_url.rstrip("/") + reverse("inbox:item-list"),
        "settings_url": base_url.rstrip("/") + reverse("inbox:settings"),
    }
    mail = EmailMultiAlternatives(
        subject=f"Tracktor: {count:,} unread" if count > 1 else f"Tracktor: {lines[0].text}"[:200],
        body=render_to_string("inbox/digest.txt", context),
        to=[row.user.email],
        headers={"List-Unsubscribe": f"<{context['settings_url']}>"},
    )
    mail.attach_alternative(render_to_string("inbox/digest.html", context), "text/html")
    try:
        mail.send()
    except (OSError, SMTPException) as fault:
        # Tomorrow's, or the next call's: what was not sent is not marked.
        Settings.objects.filter(pk=row.pk).update(digest_on=row.digest_on)
        return str(fault) or type(fault).__name__
    Item.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(mailed_at=clock.now())
    return ""
