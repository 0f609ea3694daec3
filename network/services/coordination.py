"""Who coordinates a programme: starting one, naming a colleague, handing it over, stepping down; each in the trail.

Access is asked of the database each time, so whoever hands over loses it with the same transaction.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from network.choices import ProgrammeKind
from network.models import Coordinator, Programme
from network.permissions import may_coordinate, may_start_programmes
from network.services import audit, mail
from network.services.errors import StepNotPossible


@transaction.atomic
def start_programme(*, code: str, name: str, kind: str, description: str, coordinator: str, by: Any) -> Programme:
    """An administrator starts a programme and names who coordinates it.

    coordinator: e-mail of an account. Raises PermissionDenied, StepNotPossible (code taken, no such account).
    """
    if not may_start_programmes(by):
        raise PermissionDenied
    if kind not in ProgrammeKind.values:
        raise StepNotPossible(f"kind: choose one of {', '.join(ProgrammeKind.values)}.")
    person = _account(coordinator)
    try:
        with transaction.atomic():
            made = Programme.objects.create(code=code, name=name, kind=kind, description=description[:1000])
    except IntegrityError as error:
        raise StepNotPossible(f"code: there is a programme “{code}” already; choose another code.") from error
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
        raise StepNotPossible("e-mail: this person coordinates the programme already.")
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
        raise StepNotPossible("e-mail: this is your own address; name the person who takes over.")
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
        raise StepNotPossible("You are the only coordinator; hand the programme over instead.")
    audit.note(programme=programme, by=by, verb="coordinator stepped down", about=mine)
    mine.delete()


def _account(email: str) -> Any:
    address = email.strip()
    found = get_user_model().objects.filter(email__iexact=address, is_active=True).first() if address else None
    if found is None:
        raise StepNotPossible("e-mail: no active account uses this address; the person signs up first.")
    return found


def _tell(programme: Programme, person: Any, note: str) -> None:
    place = f"{settings.SITE_URL.rstrip('/')}{reverse('network:programme', args=[programme.pk])}"
    last = programme.audit.order_by("-pk").values_list("pk", flat=True).first()
    words = f"\n\nFrom your predecessor:\n\n{note.strip()[:4000]}" if note.strip() else ""
    mail.queue(
        key=f"coordinates:{programme.pk}:{person.pk}:{last}",
        to=person.email,
        programme=programme,
        subject=f"You coordinate {programme.name}",
        body=f"From now on you see its cities, rounds and exchanges:\n\n{place}{words}\n",
    )
