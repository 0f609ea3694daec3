"""Delete what has been kept long enough."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.retention import run


class Command(BaseCommand):
    """Meant for every night; --dry-run counts and deletes nothing."""

    help = "Applies the retention rules of config/retention.py."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        for what, count in run(dry_run=options["dry_run"]):
            self.stdout.write(f"{count:>7} {what}")
