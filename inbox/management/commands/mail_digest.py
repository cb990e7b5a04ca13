"""`manage.py mail_digest`: the daily mail of unread inbox items; call it every hour."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from inbox.digest import can_mail, digests_send


class Command(BaseCommand):
    help = "Mail people what is unread in their inbox, once a day in the morning of their time zone. Call it hourly."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default="", help="where people reach Tracktor: https://tracktor.example.com")

    def handle(self, *_: Any, **options: Any) -> None:
        if not can_mail():
            raise CommandError("No mail is set up; see TRACKTOR_MAIL_URL in docs/administrator.md.")
        base_url = options["url"] or next(iter(settings.CSRF_TRUSTED_ORIGINS), "http://localhost:8000")
        failed = 0
        for username, fault in digests_send(base_url=base_url):
            if fault:
                failed += 1
                self.stderr.write(f"{username}: {fault}")
            else:
                self.stdout.write(f"{username}: sent")
        if failed:
            raise CommandError(f"{failed} not sent; the next call tries again.")
