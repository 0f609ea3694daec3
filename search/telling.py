"""E-mails on what is new in saved searches: at once, daily or weekly, one-click to end, nothing told twice (R16).

A digest and the records it tells are committed before the e-mail goes out. A process killed in between therefore loses
one e-mail (the status shows it) rather than sending one twice. When the mail server refuses, the digest is taken back.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from search import limits, sources
from search.finding import drawn
from search.form import parse
from search.letters import one_click_letter
from search.models import Digest, KnownRecord, SavedSearch
from search.queries import InvalidQuery, Query, SearchUnavailable
from search.results import Hit
from search.service import get_engine
from search.sources import Card

logger = logging.getLogger("safer_cities.search")

SALT = "search.unsubscribe"
LOOKED_AT = 200  # newest records looked at for what is new
TOLD = 30  # records in one e-mail; the rest stand behind the link
PERIODS = {
    SavedSearch.Frequency.AT_ONCE: timedelta(minutes=1),
    SavedSearch.Frequency.DAILY: timedelta(hours=24),
    SavedSearch.Frequency.WEEKLY: timedelta(days=7),
}


def query_of(search: SavedSearch) -> Query:
    """The saved query. Raises InvalidQuery when a facet it uses is no longer there."""
    return parse(QueryDict(search.parameters), sources.all_facets(), search.language).query


def newest_ids(search: SavedSearch, *, everything: bool = False) -> list[str]:
    """Ids of what the search finds, newest first: LOOKED_AT of them, or all that can be paged through."""
    engine, size = get_engine(), limits.PAGE_SIZE_MAX
    query = replace(query_of(search), sort="newest", size=size, facets=())
    found: list[str] = []
    for page in range(1, (limits.DEPTH if everything else LOOKED_AT) // size + 1):
        results = engine.search(replace(query, page=page))
        found += [hit.id for hit in results.hits]
        if page * size >= results.total:
            break
    return found


def send_due(now: datetime | None = None) -> int:
    """Send every digest that is due; returns how many went out."""
    now = now or timezone.now()
    sent = 0
    for frequency, period in PERIODS.items():
        due = Q(checked_at=None) | Q(checked_at__lte=now - period)
        waiting = SavedSearch.objects.filter(due, frequency=frequency, owner__is_active=True).order_by("pk")
        for search in waiting.select_related("owner").iterator(chunk_size=200):
            # One process takes each search: the one whose update finds the time as it was read.
            mine = SavedSearch.objects.filter(pk=search.pk, checked_at=search.checked_at).update(checked_at=now)
            if mine:
                sent += tell(search)
    return sent


def tell(search: SavedSearch) -> bool:
    """Send what is new in one search; False when there is nothing, or it could not be sent."""
    try:
        ids = newest_ids(search)
    except InvalidQuery:
        logger.warning("saved search %s uses a filter that is gone; nothing is sent for it", search.pk)
        return False
    except SearchUnavailable:
        SavedSearch.objects.filter(pk=search.pk).update(checked_at=None)  # due again at the next look
        return False
    known = set(search.known.filter(document_id__in=ids).values_list("document_id", flat=True))
    cards = _cards([key for key in ids if key not in known], search.language)
    if not cards:
        return False
    with transaction.atomic():
        digest = Digest.objects.create(search=search)
        KnownRecord.objects.bulk_create(
            [KnownRecord(search=search, document_id=card.id, digest=digest) for card in cards]
        )
    try:
        _message(search, cards).send()
    except (SMTPException, OSError):
        logger.exception("digest of saved search %s could not be sent; it is tried again", search.pk)
        digest.delete()
        SavedSearch.objects.filter(pk=search.pk).update(checked_at=None)
        return False
    Digest.objects.filter(pk=digest.pk).update(sent_at=timezone.now())
    return True


def _cards(ids: list[str], language: str) -> list[Card]:
    return [card for card, _ in drawn([Hit(key) for key in ids], language)[0]]


def _message(search: SavedSearch, cards: list[Card]) -> EmailMessage:
    site = settings.SITE_URL.rstrip("/")
    end = f"{site}{reverse('search:unsubscribe', args=[token(search)])}"
    with translation.override(search.language):
        context = {
            "search": search,
            "name": " ".join(search.name.split()),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "cards": [(card, card.url if "://" in card.url else f"{site}{card.url}") for card in cards[:TOLD]],
            "more": max(0, len(cards) - TOLD),
            "results_url": f"{site}{reverse('search:page')}?{search.parameters}",
            "unsubscribe_url": end,
        }
        subject = render_to_string("search/digest_subject.txt", context)
        body = render_to_string("search/digest.txt", context)
    return one_click_letter(subject=subject, body=body, to=search.owner.email, end=end)


def token(search: SavedSearch) -> str:
    """The signed part of the address that ends the e-mails of this search."""
    return signing.dumps(search.pk, salt=SALT)


def search_of(signed: str) -> SavedSearch | None:
    """The search a signed address speaks of; None when it was forged or the search is gone."""
    try:
        key = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return None
    return SavedSearch.objects.filter(pk=key).first()
