"""Letters about a proposal: its proposer is told of every entry of its record, who discussed it of decisions.

Queued with the entry, claimed before it is sent: of two processes one sends it. What the mail server refuses is tried
again by the daily command; what was claimed and never sent is not sent a second time.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from guidelines.choices import ActionKind, CommentState
from guidelines.models import AmendmentAction, DocketLetter, NoDocketLetters
from guidelines.selectors.docket import address_today
from search.letters import one_click_letter

log = logging.getLogger("safer_cities.mail")
SALT = "guidelines.docket-letters"
FOR_ALL_WHO_DISCUSSED = (
    ActionKind.ACCEPTED,
    ActionKind.AMENDED,
    ActionKind.REJECTED,
    ActionKind.REOPENED,
    ActionKind.WITHDRAWN,
    ActionKind.APPLIED,
)


def queue_letters(action: AmendmentAction) -> None:
    """Queue a letter to everybody who is to know; whoever did it knows already. Sent after the transaction."""
    amendment = action.amendment
    people = {amendment.submitted_by_id}
    if action.kind in FOR_ALL_WHO_DISCUSSED:
        people |= set(amendment.comments.filter(state=CommentState.SHOWN).values_list("author_id", flat=True))
    people -= {None, action.by_id}
    people -= set(NoDocketLetters.objects.filter(user__in=people).values_list("user_id", flat=True))
    if people:
        DocketLetter.objects.bulk_create([DocketLetter(action=action, user_id=pk) for pk in sorted(people)])
        transaction.on_commit(send_waiting)


def send_waiting(limit: int = 500) -> int:
    """Send what is queued, each letter once. Returns how many left."""
    sent = 0
    waiting = DocketLetter.objects.filter(claimed=None, user__is_active=True).exclude(user__email="")
    for pk in list(waiting.values_list("pk", flat=True)[:limit]):
        if DocketLetter.objects.filter(pk=pk, claimed=None).update(claimed=timezone.now()):
            sent += _send(
                DocketLetter.objects.select_related(
                    "action__amendment__document", "action__amendment__provision", "user"
                ).get(pk=pk)
            )
    return sent


def _send(letter: DocketLetter) -> bool:
    try:
        message_of(letter).send()
    except (SMTPException, OSError) as error:
        log.warning("letter %s about a proposal not sent: %s", letter.pk, type(error).__name__)
        DocketLetter.objects.filter(pk=letter.pk).update(claimed=None, failure=type(error).__name__)
        return False
    DocketLetter.objects.filter(pk=letter.pk).update(sent=timezone.now(), failure="")
    return True


def message_of(letter: DocketLetter) -> EmailMessage:
    """The letter in the language of who gets it, with the address that ends such letters."""
    action, site = letter.action, settings.SITE_URL.rstrip("/")
    amendment = action.amendment
    with translation.override(letter.user.language or "en"):
        end = f"{site}{reverse('guidelines:no_docket_letters', args=[signing.dumps(letter.user_id, salt=SALT)])}"
        context: dict[str, Any] = {
            "action": action,
            "amendment": amendment,
            "own": letter.user_id == amendment.submitted_by_id,
            "name": " ".join(f"{amendment.label} {amendment.proposer}".split()),
            "address": address_today(amendment),
            "text": " ".join(amendment.document.title.split()),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "url": f"{site}{amendment.get_absolute_url()}",
            "end": end,
        }
        subject = render_to_string("guidelines/docket_letter_subject.txt", context)
        body = render_to_string("guidelines/docket_letter.txt", context)
    return one_click_letter(subject=subject, body=body, to=letter.user.email, end=end)


def reader_of(token: str) -> int | None:
    """The account a link that ends letters was written to; None when it was forged or the account is gone."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return pk if isinstance(pk, int) and get_user_model().objects.filter(pk=pk).exists() else None


@transaction.atomic
def end_letters(*, user_id: int) -> None:
    """No more letters about proposals to a person; what waits is not sent."""
    NoDocketLetters.objects.get_or_create(user_id=user_id)
    DocketLetter.objects.filter(user_id=user_id, claimed=None).delete()
