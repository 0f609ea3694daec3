"""Build the search index anew beside the one in use: `reindex`, under the name that stands beside the other search_…
commands."""

from __future__ import annotations

from search.management.commands.reindex import Command as Reindex


class Command(Reindex):
    """`manage.py search_rebuild [--fresh]`"""

    help = __doc__
