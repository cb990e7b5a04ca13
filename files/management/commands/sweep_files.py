from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from accounts.models import User
from files.sums import storage_of
from files.sweep import sweep

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Move files that nothing holds to the trash, and remove bytes that have no row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--hours", type=int, default=24, help="leave what is younger than this (24)")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["hours"] < 1:
            raise CommandError("--hours must be at least 1: an upload needs time to be linked.")
        actor = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if actor is None:
            raise CommandError("There is no administrator in whose name it could be done.")
        found = sweep(actor=actor, grace=datetime.timedelta(hours=options["hours"]), is_dry=options["dry_run"])
        for row in found.rows:
            self.stdout.write(f"unused: {row.name} ({row.place})")
        for path in found.paths:
            self.stdout.write(f"no row: {path}")
        verb = "Would move" if options["dry_run"] else "Moved"
        removed = "would remove" if options["dry_run"] else "removed"
        rows, paths = len(found.rows), len(found.paths)
        self.stdout.write(
            f"{verb} {rows} files to the trash; {removed} {paths} without a row ({filesizeformat(found.bytes)}). "
            f"The files of the studio take {filesizeformat(storage_of().size)}."
        )
