"""Drain the search outbox for ever: the process that keeps the index in step when SEARCH_INLINE_DRAIN is off."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.relay import Relay


class Command(BaseCommand):
    """`manage.py search_relay [--once]`"""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="drain what waits now, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        relay = Relay()
        if options["once"]:
            done = relay.drain()
            self.stdout.write(f"{done.put} put, {done.dropped} dropped, {done.postponed} wait, {done.failed} given up")
            return
        relay.run_until_stopped()
