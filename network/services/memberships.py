"""Cities join and leave programmes, name their contacts, and say what their answers may be used for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import CityPage
from network.choices import Purpose
from network.models import Consent, Membership, Programme
from network.permissions import may_coordinate
from network.services import audit
from network.services.errors import StepNotPossible
from network.services.withdrawing import step_back

WORDING = 1  # version of the consent's wording; raise it when the words on the page change


@transaction.atomic
def join_programme(*, programme: Programme, city: CityPage, by: Any) -> Membership:
    """A city becomes (again) a member. Raises PermissionDenied; StepNotPossible when demonstration and real mix."""
    if not may_coordinate(by, programme):
        raise PermissionDenied
    if city.demonstration != programme.demonstration:
        raise StepNotPossible(_("Demonstration cities and real cities do not share a programme."))
    membership, made = Membership.objects.get_or_create(programme=programme, city=city)
    if not made and membership.left:
        membership.left = None
        membership.save(update_fields=["left"])
    audit.note(programme=programme, by=by, verb="city joined", about=membership)
    return membership


@transaction.atomic
def leave_programme(*, membership: Membership, by: Any) -> None:
    """A city leaves; its history stays with the coordinator, its answers are no longer matched.

    In a group whose cities are still being asked this is its "no".
    """
    audit.in_turn(membership.programme)
    membership.left = timezone.localdate()
    membership.save(update_fields=["left"])
    audit.note(programme=membership.programme, by=by, verb="city left", about=membership)
    step_back(membership=membership, reason=_("left the programme"), by=by)


@transaction.atomic
def name_contacts(*, membership: Membership, by: Any, contacts: Mapping[str, str]) -> None:
    """Set focal point and deputy (contact_name, contact_email, deputy_name, deputy_email).

    The trail notes that they changed, never to whom.
    """
    fields = ("contact_name", "contact_email", "deputy_name", "deputy_email")
    for name in fields:
        setattr(membership, name, contacts.get(name, ""))
    membership.contact_changed = timezone.now()
    membership.save(update_fields=[*fields, "contact_changed"])
    audit.note(programme=membership.programme, by=by, verb="contacts changed", about=membership)


@transaction.atomic
def give_consent(*, membership: Membership, by: Any, purpose: Purpose, granted: bool) -> Consent:
    """Add a row for one purpose; withdrawing is a row too, so that what held at any time can be shown.

    Withdrawing the consent to be matched is a "no" in every group whose cities are still being asked.
    """
    audit.in_turn(membership.programme)  # groups taken or invited at this moment are so before or after, not between
    consent = Consent.objects.create(membership=membership, purpose=purpose, granted=granted, wording=WORDING, by=by)
    verb = "consent given" if granted else "consent withdrawn"
    audit.note(programme=membership.programme, by=by, verb=verb, about=membership, purpose=str(purpose))
    if purpose == Purpose.MATCH and not granted:
        step_back(membership=membership, reason=_("withdrew its consent to be matched"), by=by)
    return consent


@transaction.atomic
def set_consents(*, membership: Membership, by: Any, purposes: frozenset[str]) -> int:
    """Make the city's consents be exactly these purposes. Returns how many changed; unknown purposes are ignored."""
    changed = 0
    for purpose in Purpose:
        before = Membership.objects.filter(pk=membership.pk).consenting(purpose).exists()
        if (purpose.value in purposes) != before:
            give_consent(membership=membership, by=by, purpose=purpose, granted=not before)
            changed += 1
    return changed


@transaction.atomic
def write_note(*, membership: Membership, note: str, by: Any) -> None:
    """Keep the coordinators' note on a city. Raises PermissionDenied."""
    if not may_coordinate(by, membership.programme):
        raise PermissionDenied
    membership.sensitive_note = note[:4000]
    membership.save(update_fields=["sensitive_note"])
    audit.note(programme=membership.programme, by=by, verb="note written", about=membership)


def note_contacts_read(*, membership: Membership, by: Any) -> None:
    """The first time a coordinator opens a city's contacts is written down."""
    about = f"{membership._meta.label_lower}:{membership.pk}"
    if not membership.programme.audit.filter(by=by, verb="contacts read", object=about).exists():
        audit.note(programme=membership.programme, by=by, verb="contacts read", about=membership)
