"""Letters that can be ended with one click (RFC 8058), for every room that writes to people regularly."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage


def one_click_letter(*, subject: str, body: str, to: str, end: str) -> EmailMessage:
    """A letter to one address. end: absolute address that ends such letters. A subject keeps to one line, so that no
    name in it can add a header."""
    return EmailMessage(
        subject=" ".join(f"{settings.EMAIL_SUBJECT_PREFIX}{subject}".split())[:150],
        body=body,
        to=[to],
        headers={"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
