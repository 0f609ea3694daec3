"""Checks that no published version was altered, removed or slipped in: every hash of the chain is computed again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidelines.verification import verify_chains


class Command(BaseCommand):
    help = "Verify the hash chains of all guideline texts."

    def handle(self, *args: Any, **options: Any) -> None:
        faults, checked = verify_chains()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in {checked} versions; restore the text from a backup")
        self.stdout.write(f"{checked} versions verified")
