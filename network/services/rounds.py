"""Opening a round and moving it on; each step checks the version the person saw."""

from __future__ import annotations

import itertools
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from network.choices import ResponseState
from network.models import ExchangeMember, Membership, Programme, Round
from network.permissions import may_coordinate
from network.services import audit, letters
from network.services.errors import Stale, StepNotPossible
from network.states import MemberState, RoundState, may_follow

DATES = ("survey_opens", "survey_closes", "answers_due", "begins", "ends")


@transaction.atomic
def create_round(
    *,
    programme: Programme,
    by: Any,
    code: str,
    title: str,
    survey_opens: date,
    survey_closes: date,
    answers_due: date,
    begins: date,
    ends: date,
    other_country: bool = False,
) -> Round:
    """A new round in draft. Raises PermissionDenied, or StepNotPossible naming the dates in the wrong order."""
    if not may_coordinate(by, programme):
        raise PermissionDenied
    _must_follow_one_another(survey_opens, survey_closes, answers_due, begins, ends)
    try:
        with transaction.atomic():
            made = Round.objects.create(
                programme=programme,
                code=code,
                title=title,
                survey_opens=survey_opens,
                survey_closes=survey_closes,
                answers_due=answers_due,
                begins=begins,
                ends=ends,
                other_country=other_country,
            )
    except IntegrityError as error:
        raise StepNotPossible(
            _("code: the programme already has a round “%(code)s”; choose another code.") % {"code": code}
        ) from error
    audit.note(programme=programme, by=by, verb="round created", about=made, code=code)
    return made


def _must_follow_one_another(*days: date) -> None:
    """Raise StepNotPossible naming the first two days in the wrong order; `days` as in DATES."""
    for (field, earlier), (next_field, later) in itertools.pairwise(zip(DATES, days, strict=True)):
        if later < earlier or (next_field == "ends" and later == earlier):
            name, next_name = (str(Round._meta.get_field(f).verbose_name) for f in (field, next_field))
            raise StepNotPossible(
                _("%(next)s: %(later)s lies before “%(name)s”, %(earlier)s; choose a later day.")
                % {"next": next_name, "later": later, "name": name, "earlier": earlier}
            )


@transaction.atomic
def change_dates(*, round: Round, by: Any, version: int, **days: date) -> Round:
    """Set the five days of a round anew (see DATES), as long as it is not archived.

    version: the version the person saw. Raises StepNotPossible naming the days in the wrong order, Stale,
    PermissionDenied.
    """
    if not may_coordinate(by, round.programme):
        raise PermissionDenied
    if round.state == RoundState.ARCHIVED:
        raise StepNotPossible(_("This round is archived."))
    _must_follow_one_another(*(days[name] for name in DATES))
    audit.in_turn(round.programme)
    before = {name: getattr(round, name) for name in DATES}
    if not Round.objects.filter(pk=round.pk, version=version).update(version=version + 1, **days):
        raise Stale(_("The round"), Round.objects.values_list("version", flat=True).get(pk=round.pk))
    changed = {name: days[name].isoformat() for name in DATES if days[name] != before[name]}
    audit.note(programme=round.programme, by=by, verb="round dates changed", about=round, **changed)
    round.refresh_from_db()
    return round


@transaction.atomic
def move_round(*, round: Round, to: RoundState, by: Any, version: int) -> Round:
    """Move a round to its next state.

    version: the version the person saw. Raises Stale, StepNotPossible (wrong state, or the programme already has an
    open round), PermissionDenied.
    """
    if not may_coordinate(by, round.programme):
        raise PermissionDenied
    audit.in_turn(round.programme)
    if not may_follow(round.state, to):
        raise StepNotPossible(
            _("A round in “%(state)s” cannot become “%(to)s”.") % {"state": round.get_state_display(), "to": to}
        )
    try:
        with transaction.atomic():
            changed = Round.objects.filter(pk=round.pk, version=version, state=round.state).update(
                state=to, state_since=timezone.now(), version=version + 1
            )
    except IntegrityError as error:
        raise StepNotPossible(_("The programme already has an open round; finish or archive it first.")) from error
    if not changed:
        raise Stale(_("The round"), Round.objects.values_list("version", flat=True).get(pk=round.pk))
    audit.note(programme=round.programme, by=by, verb="round moved", about=round, before=round.state, after=str(to))
    if to == RoundState.RUNNING:
        _answer_the_rest(round)
    round.refresh_from_db()
    return round


def _answered(round: Round) -> Any:
    return Membership.objects.current().filter(responses__round=round, responses__state=ResponseState.SUBMITTED)


def without_a_place(round: Round) -> Any:
    """Cities that answered, did not say no themselves, and are neither in a group nor being asked."""
    taken = (MemberState.ACCEPTED, MemberState.DECLINED, MemberState.INVITED)
    spoken_for = ExchangeMember.objects.filter(round=round, state__in=taken).values("membership")
    return _answered(round).exclude(pk__in=spoken_for)


def _answer_the_rest(round: Round) -> None:
    """When the exchanges begin, cities that answered and are in none get an answer and count a little more next time.

    The message names no other city and no reason: those are for the coordinator to tell.
    """
    placed = ExchangeMember.objects.filter(round=round, state=MemberState.ACCEPTED).values("membership")
    _answered(round).filter(pk__in=placed).update(waited_rounds=0)
    for place in list(without_a_place(round)):
        Membership.objects.filter(pk=place.pk).update(waited_rounds=F("waited_rounds") + 1)
        if place.contact_email:
            letters.to_city(
                key=f"not-placed:{round.pk}:{place.pk}",
                place=place,
                programme=round.programme,
                compose=partial(_not_this_time, round),
            )


def _not_this_time(round: Round) -> tuple[str, str]:
    return (
        _("%(round)s: no exchange for your city this time") % {"round": round.title},
        _(
            "Your city is in no exchange of this round. It stands on the reserve list and counts more in the next "
            "round. The coordinator can tell you what stood in the way and what would help.\n"
        ),
    )
