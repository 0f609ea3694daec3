"""The API on coverage: for each provision in force how many public records put it to work, and what is missing."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from guidelines.selectors import current_version, public_document, reading
from guidelines.selectors.coverage import GAPS, CoverageRow
from guidelines.selectors.coverage import coverage as coverage_rows

router = Router()


class Gap(StrEnum):
    """What a provision misses most."""

    NONE = "none"
    WEAK = "weak"
    ONE_REGION = "one-region"


class CoveredProvision(Schema):
    """counts: kind of record → number; cities: how many; regions: their codes; best_evidence: null when nothing is
    graded; missing: "none" (no practice), "weak" (weak evidence only), "one-region", or null."""

    permanent: str
    address: str
    heading: str
    digest: str
    url: str
    counts: dict[str, int]
    cities: int
    regions: list[str]
    best_evidence: str | None
    missing: str | None
    calls_open: int

    @classmethod
    def of(cls, row: CoverageRow) -> CoveredProvision:
        return cls(
            permanent=row.node.key,
            address=row.node.row.address,
            heading=row.node.row.heading,
            digest=row.node.digest,
            url=row.node.url,
            counts=dict(sorted(row.counts.items())),
            cities=len(row.cities),
            regions=sorted(row.regions),
            best_evidence=row.best_grade or None,
            missing=row.gap or None,
            calls_open=len(row.calls),
        )


class Coverage(Schema):
    """gaps: what is missing → number of provisions, of the whole text whatever is asked for."""

    id: str
    version: int
    provisions: int
    gaps: dict[str, int]
    rows: list[CoveredProvision]


@router.get("/guidelines/{code}/coverage", response=Coverage, summary="How practice covers a text")
def covered(request: HttpRequest, code: str, gap: Gap | None = None) -> Any:
    """gap: only provisions that miss this."""
    document = public_document(code)
    version = current_version(document) if document else None
    if document is None or version is None:
        raise HttpError(404, "There is no such record, or it is not public.")
    rows = coverage_rows(reading(document, version, beside=False))
    return Coverage(
        id=document.code,
        version=version.number,
        provisions=len(rows),
        gaps={name: sum(row.gap == name for row in rows) for name in GAPS},
        rows=[CoveredProvision.of(row) for row in rows if gap is None or row.gap == gap.value],
    )
