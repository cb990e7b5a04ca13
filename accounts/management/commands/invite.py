"""`manage.py invite --name Noor --project 7 --role viewer`: an invitation link on the terminal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts.hooks import destination
from accounts.selectors import first_administrator
from accounts.services import InvitationInput, invitation_create
from core.errors import Refused


class Command(BaseCommand):
    help = "Make an invitation link: whoever opens it makes an account, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="", help="for whom, to find it again")
        parser.add_argument("--email", default="", help="noted only; nothing is mailed from here")
        parser.add_argument("--project", type=int, default=None, help="the id of a project to enter")
        parser.add_argument("--role", default="contributor", choices=[key for key, _ in destination().roles()])
        parser.add_argument("--base", default="http://localhost:8000", help="the address of this Tracktor")

    def handle(self, **options: Any) -> None:
        project = options["project"]
        given = InvitationInput(options["name"], options["email"], project, options["role"] if project else "")
        try:
            _, token = invitation_create(actor=first_administrator(), given=given)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(options["base"].rstrip("/") + reverse("accounts:invitation", args=[token]))
