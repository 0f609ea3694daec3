"""What is deleted when its time is over; one rule a line, so that the operator's guide can print the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cities.models import CityInvitation
from guidelines.models import AskedParty, DocketLetter
from network.models import Mail, Participant
from practices.models import ImportRun


@dataclass(frozen=True, slots=True)
class Rule:
    """What is deleted, after how many days, and which rows that are on a given day."""

    what: str
    days: int
    rows: Callable[[datetime], QuerySet[Any]]


def _never_used(before: datetime) -> QuerySet[Any]:
    """Accounts whose address was never confirmed and that nobody ever signed in with."""
    accounts = get_user_model().objects.filter(last_login__isnull=True, date_joined__lt=before, is_superuser=False)
    unused = accounts.filter(city_roles__isnull=True, groups__isnull=True, emailaddress__isnull=False)
    return unused.exclude(emailaddress__verified=True)


RULES: tuple[Rule, ...] = (
    Rule("sign-ins that ended", 0, lambda before: Session.objects.filter(expire_date__lt=before)),
    Rule("accounts never confirmed", 30, _never_used),
    Rule("invitations nobody took up", 90,
         lambda before: CityInvitation.objects.filter(accepted__isnull=True, expires__lt=before)),
    Rule("invitations taken up or withdrawn", 365, lambda before: CityInvitation.objects.filter(sent__lt=before)),
    Rule("uploads nobody carried out", 7,
         lambda before: ImportRun.objects.filter(finished__isnull=True, made__lt=before)),
    Rule("names of people at meetings long past", 365,
         lambda before: Participant.objects.filter(meeting__begins__lt=before)),
    Rule("whom a review of a text asked, with their letters", 365,
         lambda before: AskedParty.objects.filter(round__reported_at__lt=before)),
    Rule("letters about proposals that were sent", 180, lambda before: DocketLetter.objects.filter(sent__lt=before)),
    Rule("letters of the network that were sent", 180, lambda before: Mail.objects.filter(sent__lt=before)),
)  # fmt: skip


@transaction.atomic
def run(*, dry_run: bool) -> list[tuple[str, int]]:
    """Delete what is due; with dry_run only count it. Returns (what, rows) of every rule."""
    now = timezone.now()
    counts = []
    for rule in RULES:
        rows = rule.rows(now - timedelta(days=rule.days))
        counts.append((rule.what, rows.count()))
        if not dry_run:
            rows.delete()
    return counts
