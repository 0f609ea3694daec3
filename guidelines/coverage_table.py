"""The coverage of a text as a table to take away: the lines the page shows, public records only."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any

from django.conf import settings

from guidelines.selectors import Reading
from guidelines.selectors.coverage import CoverageRow, kinds
from search.cells import neutral

BEFORE = ("provision", "permanent_provision", "heading", "words")
AFTER = ("cities", "regions", "region_codes", "best_evidence", "missing", "calls_open", "address")


def as_csv(text: Reading, rows: Sequence[CoverageRow]) -> str:
    """A line for each provision, with a byte order mark for spreadsheets. No cell is taken for a formula."""
    out = StringIO()
    writer = csv.writer(out)
    counted = kinds()
    writer.writerow([*BEFORE, *counted, *AFTER])
    for row in rows:
        writer.writerow([neutral(cell) for cell in _cells(text, row, counted)])
    return "\ufeff" + out.getvalue()


def _cells(text: Reading, row: CoverageRow, counted: Sequence[str]) -> list[Any]:
    provision = row.node.row
    return [
        provision.address,
        row.node.key,
        provision.heading,
        row.node.digest or provision.wording,
        *(row.counts.get(kind, 0) for kind in counted),
        len(row.cities),
        len(row.regions),
        "; ".join(sorted(row.regions)),
        row.best_grade,
        row.gap,
        len(row.calls),
        f"{settings.SITE_URL.rstrip('/')}{row.node.url}",
    ]
