"""For the staff: what people look for and do not find, and calls for practices made from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from search.analysis.terms import surface
from search.models import Call, Sought
from search.queries import SearchError
from search.tallying import this_week

WEEKS = 12
ROWS = 200
LOW = 0.1  # clicks per search under which people did not find what they meant


class OpenCallNotPossible(SearchError):
    """Says why."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Words people looked for. empty, clicked: shares of the searches, 0 to 1. call: an open call on these words."""

    words: str
    searches: int
    empty: float
    clicked: float
    call: Call | None


def missed() -> list[Missed]:
    """Searches of the last WEEKS weeks that found nothing, or whose results hardly anybody opened, commonest first."""
    since = this_week() - timedelta(weeks=WEEKS)
    rows = (
        Sought.objects.filter(week__gte=since)
        .exclude(words="")
        .values("words")
        .annotate(searched=Sum("searches"), empty=Sum("without_results"), clicked=Sum("clicks"))
        .order_by("-searched", "words")
    )
    calls = {folded(call.words): call for call in Call.objects.filter(closed_at=None)}
    found = [
        Missed(
            row["words"],
            row["searched"],
            row["empty"] / row["searched"],
            row["clicked"] / row["searched"],
            calls.get(row["words"]),
        )
        for row in rows
        if row["searched"] and (row["empty"] or row["clicked"] < LOW * row["searched"])
    ]
    return found[:ROWS]


def folded(words: str) -> str:
    """Words as they are compared."""
    return " ".join(surface(words))


@transaction.atomic
def open_call(*, words: str, question: str) -> Call:
    """Ask cities publicly for practices on what people did not find. Raises OpenCallNotPossible."""
    words, question = " ".join(words.split()), " ".join(question.split())
    if not folded(words) or len(words) > 200:
        raise OpenCallNotPossible("Give the words people look for, at most 200 characters.")
    if not 10 <= len(question) <= 300:
        raise OpenCallNotPossible("Write the question to cities in 10 to 300 characters.")
    if call_for(words):
        raise OpenCallNotPossible("There is an open call on these words.")
    return Call.objects.create(words=words, question=question)


def close_call(*, call: Call) -> None:
    """The question is answered or given up."""
    Call.objects.filter(pk=call.pk, closed_at=None).update(closed_at=timezone.now())


def call_for(words: str) -> Call | None:
    """The open call on these words, if there is one."""
    wanted = folded(words)
    return next((c for c in Call.objects.filter(closed_at=None)[:200] if folded(c.words) == wanted), None)
