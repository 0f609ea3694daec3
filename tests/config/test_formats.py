"""Dates read the same on every continent."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format


def test_english_dates_are_not_two_days_at_once() -> None:
    with translation.override("en"):
        for name in ("DATE_FORMAT", "SHORT_DATE_FORMAT"):
            assert date_format(date(2026, 12, 3), name) == "3 Dec 2026"
        for name in ("DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"):
            assert date_format(datetime(2026, 12, 3, 18, 5, tzinfo=UTC), name) == "3 Dec 2026, 18:05"


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_language_puts_the_month_in_figures_before_the_day(language: str) -> None:
    with translation.override(language):
        for name in ("DATE_FORMAT", "SHORT_DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"):
            figures = re.findall(r"\d+", date_format(datetime(2026, 12, 3, 18, 5, tzinfo=UTC), name))
            assert figures[:2] not in (["12", "3"], ["12", "03"]), name
            if "TIME" in name:
                assert figures[-2:] == ["18", "05"], name
