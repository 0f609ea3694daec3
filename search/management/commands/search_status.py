"""How the search is: engine, documents, depth and age of the queue, rows given up, drift, last runs."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.upkeep import status


class Command(BaseCommand):
    """`manage.py search_status [--json]`"""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object, for monitors")

    def handle(self, *args: Any, **options: Any) -> None:
        found = status()
        if options["json"]:
            self.stdout.write(json.dumps(found, default=str))
            return
        for key, value in found.items():
            if key == "runs":
                for action, run in value.items():
                    self.stdout.write(f"{'last ' + action:22} {run or 'never'}")
            else:
                self.stdout.write(f"{key.replace('_', ' '):22} {value}")
