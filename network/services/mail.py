"""Mail that leaves at most once: queued in the transaction that is its reason, claimed before it is sent.

A worker that dies between claim and sending leaves a claimed, unsent message. It is never sent again by itself, because
twice is worse than once too few: the coordinator sees it as "in doubt", asks the city, and settles it.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from network.models import Mail, Programme
from network.permissions import may_coordinate
from network.services import audit

log = logging.getLogger("safer_cities.mail")
STUCK_AFTER = timedelta(minutes=10)


def queue(*, key: str, to: str, subject: str, body: str, programme: Programme | None = None) -> Mail | None:
    """Queue a message to one address, once for each key.

    key: what it is about, for example "invite:12:1". Returns None when the key was queued before.
    Raises ValueError when the address or subject could smuggle in a header.
    """
    for name, text in (("address", to), ("subject", subject)):
        if any(character in text for character in "\r\n\x00"):
            raise ValueError(f"mail {name}: contains a line break; remove it")
    if "@" not in to or "," in to:
        raise ValueError("mail address: give exactly one address")
    message, made = Mail.objects.get_or_create(
        key=key, defaults={"to": to, "subject": subject[:200], "body": body, "programme": programme}
    )
    if made:
        transaction.on_commit(send_queued)
    return message if made else None


def send_queued(limit: int = 200) -> int:
    """Send what is queued, each message once. Returns how many left."""
    sent = 0
    for pk in list(Mail.objects.filter(claimed__isnull=True).values_list("pk", flat=True)[:limit]):
        # The claim is one UPDATE with a condition: of two workers one gets the row.
        if Mail.objects.filter(pk=pk, claimed__isnull=True).update(claimed=timezone.now()):
            sent += _send(Mail.objects.get(pk=pk))
    return sent


def _send(message: Mail) -> bool:
    try:
        EmailMessage(
            f"{settings.EMAIL_SUBJECT_PREFIX}{message.subject}", message.body, settings.DEFAULT_FROM_EMAIL, [message.to]
        ).send()
    except OSError as error:
        # Refused or unreachable: nothing was taken, so it may be tried again.
        log.warning("message %s not sent: %s", message.pk, type(error).__name__)
        Mail.objects.filter(pk=message.pk).update(claimed=None, failure=type(error).__name__)
        return False
    Mail.objects.filter(pk=message.pk).update(sent=timezone.now(), failure="")
    return True


def in_doubt(programme: Programme | None = None) -> QuerySet[Mail]:
    """Messages claimed long ago and never marked as sent: the worker died between the two, a person must look."""
    rows = Mail.objects.filter(sent__isnull=True, claimed__lt=timezone.now() - STUCK_AFTER)
    return rows if programme is None else rows.filter(programme=programme)


@transaction.atomic
def settle(*, message: Mail, arrived: bool, by: Any) -> bool:
    """A coordinator has looked: the message arrived, or it is to be sent again (the person decides, not the site).

    Returns whether this was done; False when somebody else settled it. Raises PermissionDenied.
    """
    programme = message.programme
    if programme is None or not may_coordinate(by, programme):
        raise PermissionDenied
    now = timezone.now()
    changes = {"sent": now, "failure": "settled by a coordinator"} if arrived else {"claimed": None}
    if not in_doubt(programme).filter(pk=message.pk).update(**changes):
        return False
    audit.note(programme=programme, by=by, verb="message settled", about=message, arrived=arrived)
    if not arrived:
        transaction.on_commit(send_queued)
    return True
