"""Erase a person: the account becomes a former member, its practices stay."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from config.privacy import EraseSubjectNotPossible, erase_again, subject_erase


class Command(BaseCommand):
    """Asks once more before it does it; cannot be undone."""

    help = "Erases the person with this e-mail address. --again re-applies the ledger after a restore."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("--again", action="store_true", help="erase whom a restored backup brought back")
        parser.add_argument("--dry-run", action="store_true", help="list what would be erased and change nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            self.stdout.write(f"{erase_again()} erased again")
            return
        user = get_user_model().objects.filter(email=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        dry = options["dry_run"]
        if not dry and not options["yes"] and input(f"Erase {user.email} for good? Type the address: ") != user.email:
            raise CommandError("Nothing was erased.")
        try:
            done = subject_erase(user, dry_run=dry)
        except EraseSubjectNotPossible as error:
            raise CommandError(str(error)) from error
        heading = "would be erased" if dry else "erased"
        self.stdout.write("\n".join([heading, *(f"{label}: {count}" for label, count in sorted(done.items()))]))
