"""Writes what cities and organisations asked in reviews are to be told today; meant for every day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from guidelines.services.letters import write_due_letters


class Command(BaseCommand):
    """Repeating it on one day writes no second letter."""

    help = "Sends the letters of reviews: opening, reminder before closing, report."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{write_due_letters()} letters about reviews")
