"""Dates read the same on every continent."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils import translation
from django.utils.formats import date_format


def test_english_dates_are_not_two_days_at_once() -> None:
    with translation.override("en"):
        for name in ("DATE_FORMAT", "SHORT_DATE_FORMAT"):
            assert date_format(date(2026, 12, 3), name) == "3 Dec 2026"
        for name in ("DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"):
            assert date_format(datetime(2026, 12, 3, 18, 5, tzinfo=UTC), name) == "3 Dec 2026, 18:05"
