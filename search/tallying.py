"""What people look for and do not find, without who (no addresses, no accounts; GDPR Art. 25).

A search is counted per week under a keyed digest of its words. The words themselves are written only when enough
different visitors used them; visitors are told apart by a digest whose key exists for one week and is then deleted.
Counts wait in memory and are written together, after the answer went out.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

from search.analysis.terms import surface
from search.models import Sought, SoughtOnce, WeekKey

logger = logging.getLogger("safer_cities.search")

VISITORS = 3  # different visitors before words are written
TOGETHER = 20  # searches written at once, or those of
WAIT = 30.0  # seconds
KEPT_WEEKS = 52
_PERSONAL = re.compile(r"@|\d[\d\s./-]{5,}\d")  # an address or a telephone number is nobody's subject


@dataclass(frozen=True, slots=True)
class Noted:
    """One search or click, before it is written. words: folded. digests: of words, and of words with the visitor."""

    week: date
    words: str
    language: str
    digest: str
    visit: str
    found: bool
    click: bool = False


_lock = threading.Lock()
_waiting: list[Noted] = []
_since = 0.0
_keys: dict[date, bytes] = {}


def this_week() -> date:
    """The Monday of this week."""
    today = timezone.now().date()
    return today - timedelta(days=today.weekday())


def _key(week: date) -> bytes:
    if week not in _keys:
        row, _ = WeekKey.objects.get_or_create(week=week, defaults={"key": secrets.token_bytes(32)})
        _keys.clear()
        _keys[week] = bytes(row.key)
    return _keys[week]


def note(request: HttpRequest, text: str, language: str, *, found: bool, click: bool = False) -> None:
    """Count a search, or a click on one of its results. Nothing is kept of people who ask not to be followed."""
    global _since
    if not text.strip() or _PERSONAL.search(text) or request.headers.get("Sec-GPC") == "1":
        return
    words = " ".join(surface(text))[:200]
    if not words:
        return
    week = this_week()
    try:
        key = _key(week)
    except DatabaseError:
        logger.exception("the key of the week could not be read; a search is not counted")
        return
    last_hop = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    address = last_hop or request.META.get("REMOTE_ADDR", "")
    visitor = f"{address}|{request.headers.get('User-Agent', '')}"
    noted = Noted(week, words, language, _digest(key, words), _digest(key, f"{words}|{visitor}"), found, click)
    with _lock:
        _since = _since or time.monotonic()
        _waiting.append(noted)


def _digest(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def flush_when_due(**kwargs: object) -> None:
    """After a request: write what waits, when it is enough or old enough. A failure loses counts, never a page."""
    if len(_waiting) < TOGETHER and not (_since and time.monotonic() - _since > WAIT):
        return
    try:
        flush()
    except DatabaseError:
        logger.exception("counts of searches could not be written")


def flush() -> int:
    """Write what waits; returns how many searches and clicks."""
    global _since
    with _lock:
        batch, _waiting[:], _since = list(_waiting), [], 0.0
    if batch:
        with transaction.atomic():
            _write(batch)
    return len(batch)


def forget() -> None:
    """Drop what waits, unwritten, and the keys in memory: for a process that goes on with another database."""
    global _since
    with _lock:
        _waiting[:], _since = [], 0.0
        _keys.clear()


def _write(batch: list[Noted]) -> None:
    """Add a batch to its weeks' counts, in a constant number of queries."""
    visits = {noted.visit: noted.week for noted in batch if not noted.click}
    known = set(SoughtOnce.objects.filter(digest__in=visits).values_list("digest", flat=True))
    new = [SoughtOnce(week=week, digest=visit) for visit, week in visits.items() if visit not in known]
    SoughtOnce.objects.bulk_create(new, ignore_conflicts=True)
    rows = {(noted.week, noted.digest, noted.language) for noted in batch}
    Sought.objects.bulk_create([Sought(week=w, digest=d, language=la) for w, d, la in rows], ignore_conflicts=True)
    digests = {digest for _, digest, _ in rows}
    held = {(s.week, s.digest, s.language): s for s in Sought.objects.select_for_update().filter(digest__in=digests)}
    first = {row.digest for row in new}
    for noted in batch:
        row = held[noted.week, noted.digest, noted.language]
        row.clicks += noted.click
        if not noted.click:
            row.searches += 1
            row.without_results += not noted.found
            row.visitors += noted.visit in first
            first.discard(noted.visit)
        if row.visitors >= VISITORS:
            row.words = noted.words
    Sought.objects.bulk_update(held.values(), ["clicks", "searches", "without_results", "visitors", "words"])


def tidy() -> None:
    """When a week is over: its key, its visits and its unwritten words go. Counts go after a year."""
    week = this_week()
    WeekKey.objects.filter(week__lt=week).delete()
    SoughtOnce.objects.filter(week__lt=week).delete()
    Sought.objects.filter(week__lt=week, words="").delete()
    Sought.objects.filter(week__lt=week - timedelta(weeks=KEPT_WEEKS)).delete()
