"""Load the collection's files onto the site, as a plan that can be printed first."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from practices.importers.collection.apply import CollectionNotLoadable, apply_plan, plan_for
from practices.importers.collection.files import COLLECTION, read_collection


class Command(BaseCommand):
    """Called by `make run`; repeating it changes nothing."""

    help = "Loads the collection. --plan prints what would happen and writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--root", type=Path, default=COLLECTION, help="folder of the collection")
        parser.add_argument("--plan", action="store_true", help="print the plan and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = plan_for(read_collection(options["root"]))
        except CollectionNotLoadable as error:
            raise CommandError(f"{error}\n{len(error.issues)} errors; nothing was loaded") from error
        if options["plan"] or options["verbosity"]:
            self.stdout.write(plan.printed(everything=options["plan"]))
        if not options["plan"]:
            quiet = options["verbosity"] == 0 or not self.stdout.isatty()
            apply_plan(plan, lambda records: tqdm(records, unit="record", disable=quiet))
