"""Reads on review rounds: who was told what and when, and what a person's cities are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from guidelines.asked import asked_sources, source_of
from guidelines.choices import Occasion, RoundState
from guidelines.models import Amendment, AskedParty, Contribution, GuidelineDocument, ReviewLetter, ReviewRound

SHOWN_AFTER_REPORT = timedelta(days=60)


def open_review_of(document: GuidelineDocument) -> ReviewRound | None:
    """The review that takes contributions on a text today."""
    today = timezone.localdate()
    found: ReviewRound | None = ReviewRound.objects.filter(
        document=document, state=RoundState.OPEN, opens__lte=today, closes__gte=today
    ).first()
    return found


def proposals_in(review: ReviewRound) -> list[Amendment]:
    """The public proposals that were made in a review, with what became of them, in the order of the text."""
    rows = Amendment.objects.public().filter(round=review).select_related("provision", "document", "applied_in")
    return list(rows.order_by("provision_id", "pk"))


@dataclass
class Told:
    """What a party was told of one occasion. letters: how many were queued; sent: the first day one left; failed: why
    one did not; stuck: claimed and never sent."""

    occasion: Occasion
    letters: int = 0
    sent: Any = None
    failed: str = ""
    stuck: bool = False


@dataclass
class AskedLine:
    """A party as the editor sees it. people: how many can be written to; told: one for each occasion."""

    party: AskedParty
    people: int
    told: list[Told] = field(default_factory=list)


def who_was_told(review: ReviewRound) -> list[AskedLine]:
    """Every asked city and organisation with its letters: three queries and one for each kind."""
    parties = list(AskedParty.objects.filter(round=review).prefetch_related("letters"))
    people: dict[tuple[str, str], int] = {}
    for kind in {party.kind for party in parties}:
        source = source_of(kind)
        found = source.people({p.key for p in parties if p.kind == kind}) if source else {}
        people |= {(kind, key): len(users) for key, users in found.items()}
    return [
        AskedLine(
            party,
            people.get((party.kind, party.key), 0) or int(bool(party.email)),
            [_told(occasion, party.letters.all()) for occasion in Occasion],
        )
        for party in parties
    ]


def _told(occasion: Occasion, letters: Sequence[ReviewLetter]) -> Told:
    told = Told(occasion)
    for letter in letters:
        if letter.occasion != occasion:
            continue
        told.letters += 1
        told.failed = told.failed or letter.failure
        if letter.sent:
            told.sent = min(filter(None, (told.sent, letter.sent)))
        elif letter.claimed and timezone.now() - letter.claimed > timedelta(minutes=10):
            told.stuck = True
    return told


@dataclass
class AskedOf:
    """A review a person's city is asked in. own: provisions the person has reported on."""

    party: AskedParty
    review: ReviewRound
    own: int


def reviews_asked_of(user: Any) -> list[AskedOf]:
    """Open reviews the cities of a person are asked in, and those whose report came out lately."""
    wanted = Q(pk__in=[])
    for source in asked_sources():
        keys = source.keys_of(user)
        wanted |= Q(kind=source.kind, key__in=keys) if keys else Q(pk__in=[])
    since = timezone.now() - SHOWN_AFTER_REPORT
    shown = Q(round__state=RoundState.OPEN) | Q(round__state=RoundState.REPORTED, round__reported_at__gte=since)
    rounds = ReviewRound.objects.public()
    parties = list(
        AskedParty.objects.filter(wanted, shown, round__in=rounds).select_related("round__document").order_by("pk")
    )
    own = dict(
        Contribution.objects.filter(round__in={p.round_id for p in parties}, submitted_by=user)
        .values_list("round")
        .annotate(n=Count("pk"))
    )
    return [AskedOf(party, party.round, own.get(party.round_id, 0)) for party in parties]
