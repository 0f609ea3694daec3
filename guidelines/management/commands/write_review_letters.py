"""Writes what cities and organisations asked in reviews are to be told today, and sends what waits about proposals;
meant for every day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from guidelines.services import docket_letters
from guidelines.services.letters import write_due_letters


class Command(BaseCommand):
    """Repeating it on one day writes no second letter."""

    help = "Sends the letters of reviews (opening, reminder before closing, report) and about proposals."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{write_due_letters()} letters about reviews")
        self.stdout.write(f"{docket_letters.send_waiting()} letters about proposals")
