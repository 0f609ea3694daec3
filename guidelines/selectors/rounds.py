"""Reads on review rounds: what was reported, who was told what and when, what a person's cities are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from guidelines.asked import asked_sources, source_of
from guidelines.choices import Occasion, Progress, RoundState
from guidelines.models import (
    Amendment,
    AskedParty,
    Contribution,
    GuidelineDocument,
    ProvisionVersion,
    ReviewLetter,
    ReviewRound,
)

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


def figures(review: ReviewRound) -> dict[str, Any]:
    """What may be said of a round: numbers of everybody, names and words of those who released them.

    contributors: how many cities and organisations; named: sorted names; by_progress: progress → number; named_texts:
    released contributions in the order of the text. Drafts count nowhere.
    """
    rows = reports_of(review)
    progress = Counter(row.progress for row in rows)
    return {
        "contributors": len({row.contributor.casefold() for row in rows}),
        "provisions": len({row.provision_id for row in rows}),
        "named": sorted({row.contributor for row in rows if row.named}),
        "by_progress": [(Progress(code).label, progress.get(code, 0)) for code in Progress.values],
        "named_texts": [row for row in rows if row.named and row.text],
    }


def reports_of(review: ReviewRound) -> list[Contribution]:
    """What was handed in, in the order of the text reviewed; each has the address of its provision there as address.
    Unpublished: for those who write the report."""
    places = {
        provision: (position, address, slug)
        for provision, position, address, slug in ProvisionVersion.objects.filter(
            version=review.version_id
        ).values_list("provision", "position", "address", "slug")
    }
    rows = list(Contribution.objects.handed_in().filter(round=review).select_related("provision"))
    for row in rows:
        _position, row.address, row.slug = places[row.provision_id]
    return sorted(rows, key=lambda row: (places[row.provision_id][0], row.pk))


def own_reports(review: ReviewRound, *, by: Any = None, party: AskedParty | None = None) -> dict[int, Contribution]:
    """Provision → what a person, or an office by its link, has written on it, drafts too."""
    whose = {"party": party} if party is not None else {"submitted_by": by}
    return {row.provision_id: row for row in Contribution.objects.filter(round=review, **whose)}


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
    """A party as the editor sees it. people: how many can be written to; told: one for each occasion; reported: on how
    many provisions it has handed in a report, by those people, by its link or under its name."""

    party: AskedParty
    people: int
    told: list[Told] = field(default_factory=list)
    reported: int = 0


def who_was_told(review: ReviewRound) -> list[AskedLine]:
    """Every asked city and organisation with its letters and reports: four queries and one for each kind."""
    parties = list(AskedParty.objects.filter(round=review).prefetch_related("letters"))
    people: dict[tuple[str, str], set[int]] = {}
    for kind in {party.kind for party in parties}:
        source = source_of(kind)
        found = source.people({p.key for p in parties if p.kind == kind}) if source else {}
        people |= {(kind, key): {user.pk for user in users} for key, users in found.items()}
    reports = list(
        Contribution.objects.handed_in()
        .filter(round=review)
        .values_list("provision", "submitted_by", "party", "contributor")
    )
    lines = []
    for party in parties:
        acting = people.get((party.kind, party.key), set())
        own = {
            provision
            for provision, user, by_link, name in reports
            if user in acting or by_link == party.pk or name.casefold() == party.name.casefold()
        }
        told = [_told(occasion, party.letters.all()) for occasion in Occasion]
        lines.append(AskedLine(party, len(acting) or int(bool(party.email)), told, len(own)))
    return lines


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
        Contribution.objects.handed_in()
        .filter(round__in={p.round_id for p in parties}, submitted_by=user)
        .values_list("round")
        .annotate(n=Count("pk"))
    )
    return [AskedOf(party, party.round, own.get(party.round_id, 0)) for party in parties]
