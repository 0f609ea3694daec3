"""Loads the official titles of the SDG goals and targets from a file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidelines.importers.sdg_titles import UnreadableSdgFile, read_titles
from guidelines.services import SdgImportNotPossible, import_sdg_titles


class Command(BaseCommand):
    help = "Load official SDG titles, in up to six languages, from a JSON file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            titles = read_titles(json.loads(path.read_text(encoding="utf-8")))
            count = import_sdg_titles(titles=titles)
        except (OSError, UnicodeDecodeError, json.JSONDecodeError, UnreadableSdgFile, SdgImportNotPossible) as error:
            raise CommandError(f"{path.name}: {error}") from error
        self.stdout.write(f"{count} official titles loaded")
