"""Compare the search index with the database and repair the differences through the outbox."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.outbox import drain
from search.queries import SearchError, for_operators
from search.upkeep import reconcile


class Command(BaseCommand):
    """`manage.py search_reconcile`"""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = reconcile().report
        except SearchError as trouble:
            raise CommandError(for_operators(trouble)) from trouble
        self.stdout.write(f"missing {report['missing']}, surplus {report['surplus']}, stale {report['stale']}")
        done = drain()
        self.stdout.write(f"repaired: {done.put} put, {done.dropped} dropped; {done.postponed} wait")
