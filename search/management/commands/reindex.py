"""Build the search index anew beside the one in use and swap when it is complete; goes on after a kill."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from search.queries import SearchError, for_operators
from search.rebuilding import reindex


class Command(BaseCommand):
    """`manage.py reindex [--fresh]`"""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="begin anew even if an unfinished run could go on")

    def handle(self, *args: Any, **options: Any) -> None:
        bar = tqdm(unit=" records", disable=None if options["verbosity"] else True, leave=False)

        def progress(kind: str, done: int, whole: int) -> None:
            bar.set_description(kind)
            bar.total, bar.n = whole, done
            bar.refresh()

        try:
            run = reindex(fresh=options["fresh"], progress=progress)
        except SearchError as trouble:
            raise CommandError(for_operators(trouble)) from trouble
        finally:
            bar.close()
        if options["verbosity"]:
            self.stdout.write(f"{run.documents} records indexed")
