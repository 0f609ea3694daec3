"""Wagtail's own database search doing the same page as ours: 20 records, the total and every facet it can count.

The declarations it needs (texts to index, fields to count by) are made here, in the process that measures, and nowhere
else. Its index gets the very words ours gets. Facets that it cannot count at all (of the city above the page, of lists
in JSON) are left out on its side and counted on ours.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.utils import OperationalError
from modelsearch import index
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from practices.models import PracticePage
from search.finding import find
from search.queries import Query
from search.service import get_engine

# Our facet → the field, or the path over tables, that `.facet()` can group by.
COUNTED = {
    "record_kind": "kind", "theme": "theme_links__tag__code", "sdg": "sdg_links__tag__code",
    "population": "population__group__code", "approach": "approaches__code", "lever": "levers__code",
    "justice": "justice__code", "provision": "provisions__provision_id", "grade": "grade", "direction": "direction",
    "outcome": "outcomes__outcome", "lifecycle": "lifecycle", "cost": "cost_band", "scale": "scale",
    "language": "language", "year": "start",
}  # fmt: skip
# Fields of the page's own model: columns, and many-to-many fields by the code of what they lead to.
OWN = ("kind", "approaches__code", "levers__code", "justice__code", "grade", "direction", "lifecycle", "cost_band",
       "scale", "language", "start")  # fmt: skip
GRADES = (None, "E2")  # without a filter, and with one
BATCH = 500
STEPS = 100_000  # of SQLite's machine between two looks at the clock
Cpu = Callable[[Callable[[], Any]], float]
Answer = tuple[float, int | None]


def declare() -> None:
    """What Wagtail asks of a model: fields to search and to filter by."""
    PracticePage.benchmark_words = all_words
    PracticePage.search_fields = [
        *Page.search_fields,
        index.SearchField("benchmark_words"),
        *(index.FilterField(path) for path in COUNTED.values()),
    ]


def all_words(page: PracticePage) -> str:
    """Summary, body and keywords in every language, as our index has them."""
    return "\n".join("\n".join([summary, body, *keywords]) for _title, summary, body, keywords in page.words.values())


def fill() -> None:
    """Put every practice into Wagtail's index."""
    entries = get_search_backend().get_index_for_model(PracticePage)
    keys = list(PracticePage.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        entries.add_items(PracticePage, list(PracticePage.objects.filter(pk__in=keys[start : start + BATCH])))


def theirs(words: str, grade: str | None, paths: Iterable[str]) -> int:
    """A page by Wagtail; returns the total. A filtered facet is counted without its own filter, as on our page."""
    pages = PracticePage.objects.live()
    everything = pages.search(words, operator="and")
    results = pages.filter(grade=grade).search(words, operator="and") if grade else everything
    list(results[:20])
    for path in paths:
        (everything if path == "grade" else results).facet(path)
    return int(results.count())


def ours(words: str, grade: str | None) -> int:
    """The same page by the site: hits through the gate with their cards, and all facets; returns the total."""
    selected: dict[str, tuple[str, ...]] = {"kind": ("practice",)} | ({"grade": (grade,)} if grade else {})
    return find(Query(text=words, selected=selected), widen=False).total


def questions(words: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    return ((text, grade) for grade in GRADES for text in words)


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """SQLite gives up a query when this process has worked so long since here."""
    last = time.process_time() + seconds
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: time.process_time() > last, STEPS)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)


def answered(cpu: Cpu, side: Callable[[str, str | None], int], words: str, grade: str | None, most: float) -> Answer:
    """Milliseconds of one side's page and its total; no total when it was ended after so many seconds."""
    totals: list[int] = []

    def ask() -> None:
        try:
            with ended_after(most):
                totals.append(side(words, grade))
        except OperationalError as error:
            if "interrupted" not in str(error):
                raise

    took = cpu(ask)
    return took, totals[0] if totals else None


def compare(words: Iterable[str], cpu: Cpu, most: float, say: Callable[[str], None]) -> dict[str, float]:
    """Both sides take turns, question by question.

    cpu: runs an action and tells its milliseconds of work. most: seconds of work after which a page of Wagtail's is
    ended; its time is then a lower bound, and so is the ratio. say: told after each question how far it is.
    """
    declare()
    took = cpu(fill) / 1000
    asked, rows, begun = list(questions(words)), [], time.monotonic()
    for number, (text, grade) in enumerate(asked, 1):
        get_engine()._current().view().counted.clear()  # type: ignore[attr-defined]
        own = answered(cpu, lambda words, by: theirs(words, by, OWN), text, grade, most)
        whole = answered(cpu, lambda words, by: theirs(words, by, COUNTED.values()), text, grade, most)
        rows.append((*own, *whole, *answered(cpu, ours, text, grade, most)))
        left = (time.monotonic() - begun) / number * (len(asked) - number)
        say(f"{number}/{len(asked)} {text!r} {grade or ''}: Wagtail {own[0]:,.0f} and {whole[0]:,.0f} ms, ours "
            f"{rows[-1][4]:,.0f} ms; about {left:,.0f} s left")  # fmt: skip
    own_ms, own_total, all_ms, all_total, our_ms, our_total = zip(*rows, strict=True)
    found = [total for total in own_total if total is not None]
    return {
        "Wagtail's index filled, s": took,
        "questions": len(asked),
        **({"Wagtail: records found where it answered, median": statistics.median(found)} if found else {}),
        **side("Wagtail, own fields", len(OWN), own_ms, own_total),
        **side("Wagtail, all", len(COUNTED), all_ms, all_total),
        "ours: records found, median": statistics.median(our_total),
        **side("ours", len(get_engine().search(Query(size=1)).facets), our_ms, our_total),
        "ours to Wagtail's own fields, times faster (median)": faster(own_ms, our_ms),
        "ours to all of Wagtail's, times faster (median)": faster(all_ms, our_ms),
    }


def side(name: str, facets: int, took: Iterable[float], totals: Iterable[int | None]) -> dict[str, float]:
    """The lines of one side."""
    took = list(took)
    return {
        f"{name}: facets of the page": facets,
        f"{name}: page p50, ms": statistics.median(took),
        f"{name}: page p95, ms": percentile(took, 0.95),
        f"{name}: pages ended unanswered": sum(total is None for total in totals),
    }


def faster(theirs: Iterable[float], ours: Iterable[float]) -> float:
    """The median of the ratios, question by question."""
    return statistics.median(a / b for a, b in zip(theirs, ours, strict=True))


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
