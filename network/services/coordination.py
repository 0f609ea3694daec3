"""Who coordinates a programme: starting one, naming a colleague, handing it over, stepping down; each in the trail.

Access is asked of the database each time, so whoever hands over loses it with the same transaction.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from network import tokens
from network.choices import ProgrammeKind
from network.models import Coordinator, Programme
from network.permissions import may_coordinate, may_start_programmes
from network.services import audit, letters
from network.services.errors import StepNotPossible

ADDRESS = 254  # characters; RFC 5321 allows no longer one, and a database refuses to compare what is much longer


@transaction.atomic
def start_programme(*, code: str, name: str, kind: str, description: str, coordinator: str, by: Any) -> Programme:
    """An administrator starts a programme and names who coordinates it.

    coordinator: e-mail of an account. Raises PermissionDenied, StepNotPossible (code taken, no such account).
    """
    if not may_start_programmes(by):
        raise PermissionDenied
    if kind not in ProgrammeKind.values:
        raise StepNotPossible(
            _("kind: choose one of %(known)s.") % {"known": ", ".join(map(str, ProgrammeKind.labels))}
        )
    person = _account(coordinator)
    try:
        with transaction.atomic():
            made = Programme.objects.create(code=code, name=name, kind=kind, description=description[:1000])
    except IntegrityError as error:
        raise StepNotPossible(
            _("code: there is a programme “%(code)s” already; choose another code.") % {"code": code}
        ) from error
    Coordinator.objects.create(programme=made, user=person)
    audit.note(programme=made, by=by, verb="programme started", about=made, coordinator=person.pk)
    _tell(made, person, "")
    return made


@transaction.atomic
def name_coordinator(*, programme: Programme, email: str, by: Any) -> Coordinator:
    """A coordinator names a colleague beside itself. Raises PermissionDenied, StepNotPossible."""
    audit.in_turn(programme)  # of two coordinators who leave at the same moment one stays
    if not may_coordinate(by, programme):
        raise PermissionDenied
    person = _account(email)
    row, made = Coordinator.objects.get_or_create(programme=programme, user=person)
    if not made:
        raise StepNotPossible(_("e-mail: this person coordinates the programme already."))
    audit.note(programme=programme, by=by, verb="coordinator named", about=row, account=person.pk)
    _tell(programme, person, "")
    return row


@transaction.atomic
def hand_over(*, programme: Programme, email: str, note: str = "", by: Any) -> Coordinator:
    """A coordinator hands its part of the programme to another account and loses access at once.

    note: words for the successor, sent by mail and kept nowhere else. Somebody who coordinates already may take over.
    Raises PermissionDenied (also when the part was handed over meanwhile), StepNotPossible.
    """
    audit.in_turn(programme)  # of two coordinators who leave at the same moment one stays
    if not may_coordinate(by, programme):
        raise PermissionDenied
    person = _account(email)
    if person.pk == by.pk:
        raise StepNotPossible(_("e-mail: this is your own address; name the person who takes over."))
    programme.coordinators.filter(user=by).delete()
    row, _made = Coordinator.objects.get_or_create(programme=programme, user=person)
    audit.note(programme=programme, by=by, verb="coordination handed over", about=row, account=person.pk)
    _tell(programme, person, note)
    return row


@transaction.atomic
def step_down(*, programme: Programme, by: Any) -> None:
    """A coordinator leaves the programme to the others. Raises StepNotPossible for the last one, PermissionDenied."""
    audit.in_turn(programme)  # of two coordinators who leave at the same moment one stays
    mine = programme.coordinators.filter(user=by).first() if may_coordinate(by, programme) else None
    if mine is None:
        raise PermissionDenied
    if programme.coordinators.count() == 1:
        raise StepNotPossible(_("You are the only coordinator; hand the programme over instead."))
    audit.note(programme=programme, by=by, verb="coordinator stepped down", about=mine)
    mine.delete()


def _account(email: str) -> Any:
    address = email.strip()
    usual = 0 < len(address) <= ADDRESS
    found = get_user_model().objects.filter(email__iexact=address, is_active=True).first() if usual else None
    if found is None:
        raise StepNotPossible(_("e-mail: no active account uses this address; the person signs up first."))
    return found


def _tell(programme: Programme, person: Any, note: str) -> None:
    last = programme.audit.order_by("-pk").values_list("pk", flat=True).first()
    letters.to_person(
        key=f"coordinates:{programme.pk}:{person.pk}:{last}",
        address=person.email,
        programme=programme,
        compose=partial(_you_coordinate, programme, note.strip()[:4000]),
    )


def _you_coordinate(programme: Programme, note: str) -> tuple[str, str]:
    place = tokens.address("network:programme", programme.pk)
    body = _("From now on you see its cities, rounds and exchanges:\n\n%(link)s\n") % {"link": place}
    words = _("\nFrom your predecessor:\n\n%(note)s\n") % {"note": note} if note else ""
    return _("You coordinate %(programme)s") % {"programme": programme.name}, body + words
