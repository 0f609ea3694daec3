"""Check the collection's files without touching the database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from practices.importers.collection.checks import check, sound
from practices.importers.collection.contract import CONTRACT, json_schema
from practices.importers.collection.coverage import coverage, printed
from practices.importers.collection.files import COLLECTION, read_collection


class Command(BaseCommand):
    """Fails (exit 1) when an error is found, so that it can guard a commit."""

    help = "Checks the collection: shape, codes, sources, references, grades. --coverage prints what it covers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--root", type=Path, default=COLLECTION, help="folder of the collection")
        parser.add_argument("--coverage", action="store_true", help="print the coverage tables")
        parser.add_argument("--schema", choices=sorted(CONTRACT), help="print the JSON Schema of a kind and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["schema"]:
            self.stdout.write(json.dumps(json_schema(options["schema"]), indent=1))
            return
        collection = read_collection(options["root"])
        issues = check(collection)
        for issue in issues:
            self.stdout.write(str(issue))
        if options["coverage"]:
            self.stdout.write(printed(coverage(sound(collection, issues))))
        errors = sum(issue.level == "error" for issue in issues)
        if errors:
            raise CommandError(f"{errors} errors in {len(collection.records)} records")
        self.stdout.write(f"{len(collection.records)} records, no errors")
