"""Inviting people to act for a city, handing over, and ending a role. Roles are ended, never deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import CityPage
from cities.models.people import CityInvitation, CityRole, Duty, Role
from cities.permissions import may_sign_for

SALT = "cities.invitation"
VALID_FOR = timedelta(days=14)


class InvitePersonNotPossible(Exception):
    """The message says why and what to do."""


class AcceptInvitationNotPossible(Exception):
    """The message says why and what to do."""


@transaction.atomic
def invite_person(
    *, city: CityPage, email: str, role: Role, duty: Duty = Duty.NONE, by: Any, coordinator: bool = False
) -> CityInvitation:
    """Invite somebody to act for a city.

    by: a lead of the city, or its coordinator (then `coordinator` is True; the caller has checked that). Raises
    PermissionDenied, InvitePersonNotPossible.
    """
    if not (coordinator or may_sign_for(by, city)):
        raise PermissionDenied
    if role not in Role.values or duty not in Duty.values:
        raise InvitePersonNotPossible(_("role: choose one of %(known)s.") % {"known": ", ".join(map(str, Role.labels))})
    if any(character in email for character in "\r\n\x00, ") or email.count("@") != 1:
        raise InvitePersonNotPossible(_("e-mail: give exactly one address."))
    return CityInvitation.objects.create(
        city=city, email=email, role=role, duty=duty, invited_by=by, expires=timezone.now() + VALID_FOR
    )


def invitation_token(invitation: CityInvitation) -> str:
    """What the link of the invitation carries."""
    return signing.dumps(invitation.pk, salt=SALT)


def invitation_of(token: str) -> CityInvitation:
    """The invitation behind a link. Raises AcceptInvitationNotPossible when it is wrong, used, withdrawn or too old."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=VALID_FOR)
        invitation = CityInvitation.objects.select_related("city").get(pk=pk)
    except (signing.BadSignature, CityInvitation.DoesNotExist) as error:
        raise AcceptInvitationNotPossible(
            _("This invitation is not valid any more. Ask the person who sent it for a new one.")
        ) from error
    if invitation.accepted or invitation.withdrawn or invitation.expires < timezone.now():
        raise AcceptInvitationNotPossible(_("This invitation was used, withdrawn, or is too old. Ask for a new one."))
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: CityInvitation, user: Any) -> CityRole:
    """The invited person takes the role. The account's own address must be the one invited (compared exactly)."""
    if user.email != invitation.email:
        raise AcceptInvitationNotPossible(
            _("The invitation was sent to another address than that of your account. Sign in with the invited address.")
        )
    taken = CityInvitation.objects.filter(pk=invitation.pk, accepted__isnull=True, withdrawn__isnull=True).update(
        accepted=timezone.now()
    )
    if not taken:
        raise AcceptInvitationNotPossible(_("This invitation was used or withdrawn. Ask for a new one."))
    if invitation.duty:
        hand_over(city=invitation.city, duty=Duty(invitation.duty))
    CityRole.objects.filter(city=invitation.city, user=user, ended__isnull=True).update(ended=timezone.now())
    return CityRole.objects.create(city=invitation.city, user=user, role=invitation.role, duty=invitation.duty)


@transaction.atomic
def hand_over(*, city: CityPage, duty: Duty) -> None:
    """Free a duty for the next person; whoever held it keeps the role without the duty."""
    CityRole.objects.filter(city=city, duty=duty, ended__isnull=True).update(duty=Duty.NONE)


@transaction.atomic
def end_role(*, role: CityRole, by: Any) -> None:
    """End a role. The last lead cannot end itself: the city would have nobody to sign. Sessions end with the role."""
    if not (may_sign_for(by, role.city) or by == role.user):
        raise PermissionDenied
    leads = CityRole.objects.filter(city=role.city, role=Role.LEAD, ended__isnull=True).exclude(pk=role.pk)
    if role.role == Role.LEAD and not leads.exists():
        raise InvitePersonNotPossible(_("Name another lead first; the city would have nobody to sign."))
    role.ended = timezone.now()
    role.save(update_fields=["ended"])
