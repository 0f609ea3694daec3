"""What the search keeps in the database: the queue of changes, runs over the index, saved searches, what was sought."""

from search.models.outbox import Clock, OutboxEntry
from search.models.runs import IndexRun
from search.models.saved import Digest, KnownRecord, SavedSearch
from search.models.sought import Call, Sought, SoughtOnce, WeekKey

__all__ = [
    "Call",
    "Clock",
    "Digest",
    "IndexRun",
    "KnownRecord",
    "OutboxEntry",
    "SavedSearch",
    "Sought",
    "SoughtOnce",
    "WeekKey",
]
