"""`manage.py password_link ana`: a link by which a person chooses a new password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.selectors import first_administrator
from accounts.services import password_link_create
from core.errors import Refused


class Command(BaseCommand):
    help = "Make a link, good once and for three days, by which somebody chooses a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--base", default="http://localhost:8000", help="the address of this Tracktor")

    def handle(self, **options: Any) -> None:
        user = User.objects.get_queryset().filter(username=options["username"].strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody here is called {options['username']}.")
        try:
            path = password_link_create(actor=first_administrator(), user=user)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(options["base"].rstrip("/") + path)
