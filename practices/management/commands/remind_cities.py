"""Write to cities whose records are due for a check, and to reviewers whose reviews are due; meant for every day."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from practices.living import reminders


class Command(BaseCommand):
    """Repeating it on one day writes no second letter."""

    help = "Sends the reminders of the city desk. --dry-run prints how many and sends nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = reminders.due_for_check()
        if options["dry_run"]:
            self.stdout.write(f"{len(pages)} records are due for a check")
            return
        letters = sum(reminders.ask_whether_still_true(page) for page in pages)
        self.stdout.write(f"{letters} letters about {len(pages)} records, {reminders.remind_reviewers()} to reviewers")
