"""Import practices, cities, tools or organisations from a CSV, XLSX or JSON file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from practices.exchange_files.command import carry_out
from practices.exchange_files.judging import KINDS


class Command(BaseCommand):
    """The same file twice changes nothing; an interrupted import goes on where it stopped."""

    help = "Imports a file of records. --plan prints what would happen and writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--plan", action="store_true", help="print the plan and write nothing")
        parser.add_argument("--kind", choices=KINDS, default="practice", help="of rows that do not say it")
        parser.add_argument("--city", default="", help="code of a city: its practices become drafts of that city")
        parser.add_argument(
            "--by", default="", help="e-mail of the person of that city in whose name drafts are written"
        )
        parser.add_argument("--replace", action="store_true", help="take the file where the site changed meanwhile")
        parser.add_argument("--faults", type=Path, help="write the faults as a CSV file")
        parser.add_argument("--no-index", action="store_true", help="leave the search index to its own upkeep")

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(batches: Any, total: int) -> Any:
            with tqdm(total=total, unit="record", disable=options["verbosity"] == 0) as bar:
                for batch in batches:
                    yield batch
                    bar.update(len(batch))

        names = ("file", "plan", "kind", "city", "by", "replace", "faults", "no_index")
        problem = carry_out(**{name: options[name] for name in names}, say=self.stdout.write, progress=progress)
        if problem:
            raise CommandError(problem)
