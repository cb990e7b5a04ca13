from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused
from tracktor.demo import story
from tracktor.demo.production import make_production


class Command(BaseCommand):
    help = "Fill an empty database with the demo production: two projects, their people and some weeks of history."

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            made = make_production()
        except Refused as refused:
            raise CommandError(f"The demo needs an empty database. {refused.message}") from None
        if options["verbosity"]:
            names = ", ".join(project.name for project in made.projects.values())
            people = ", ".join(made.people)
            self.stdout.write(f"Made {names}.\nSign in as {people}; the password is {story.PASSWORD}.")
