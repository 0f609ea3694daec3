"""Take the search index before the last rebuild into use again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.queries import SearchError, for_operators
from search.upkeep import rollback


class Command(BaseCommand):
    """`manage.py search_rollback`"""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = rollback()
        except SearchError as trouble:
            raise CommandError(for_operators(trouble)) from trouble
        if not done:
            raise CommandError(
                "No earlier index is kept; it goes when the next rebuild begins. Run `manage.py reindex`."
            )
        self.stdout.write("The index before the last rebuild is in use again.")
