"""What the search keeps in the database: the queue of changes, runs over the index, saved searches, what was sought."""

from search.models.outbox import Clock, OutboxEntry
from search.models.runs import IndexRun

__all__ = ["Clock", "IndexRun", "OutboxEntry"]
