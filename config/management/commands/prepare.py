"""Prepare database, content and index: every step that is due, or one by name."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.preparation import STEPS, prepare


class Command(BaseCommand):
    """`manage.py prepare [--only STEP]`"""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=[step.key for step in STEPS], help="do this step, due or not")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(lambda line: self.stdout.write(line) or self.stdout.flush(), only=options["only"])
