"""Letters that can be ended with one click (RFC 8058), for every room that writes to people regularly."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.mail import EmailMessage


def one_line(subject: str) -> str:
    """Return a subject on one line, so that no name in it can add a header; no-break spaces stay as they are."""
    return re.sub(r"[^\S\xa0\u202f]+", " ", subject).strip()


def one_click_letter(*, subject: str, body: str, to: str, end: str) -> EmailMessage:
    """A letter to one address. end: absolute address that ends such letters."""
    return EmailMessage(
        subject=one_line(f"{settings.EMAIL_SUBJECT_PREFIX}{subject}")[:150],
        body=body,
        to=[to],
        headers={"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
