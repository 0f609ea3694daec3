"""Keep this machine's stand-in index in step with the changes: for web machines where search_relay does not run."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.following import Follower, NothingToFollow, stand_in


class Command(BaseCommand):
    """`manage.py search_follow [--once]`"""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="fill the stand-in index from the database, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()

        def tell(kind: str, done: int, of: int) -> None:
            self.stdout.write(f"{kind}: {done} of {of}, {time.monotonic() - begun:.0f} s")

        try:
            follower = Follower(stand_in(), tell)
        except NothingToFollow as problem:
            raise CommandError(str(problem)) from problem
        if options["once"]:
            self.stdout.write(f"{follower.fill()} documents in the stand-in index")
            return
        follower.run_until_stopped()
