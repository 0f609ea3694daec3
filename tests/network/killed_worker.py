"""A mail worker that stands still in the middle of sending, so that a test can kill it there.

    python -m tests.network.killed_worker before|after|never FOLDER

Every message that leaves is written to FOLDER as one line of JSON in a file of its own. "before": it stands still when
it has claimed a message and not sent it; "after": when it has sent it and not said so.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
from django.core.mail.backends.base import BaseEmailBackend

WHERE, FOLDER = (sys.argv[1], Path(sys.argv[2])) if len(sys.argv) > 2 else ("never", Path())


class Backend(BaseEmailBackend):
    """Writes messages down; stands still before or after the first one."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Deliver, or stand still until killed."""
        for message in email_messages:
            if WHERE == "before":
                stand_still()
            line = json.dumps({"to": message.recipients(), "subject": message.subject})
            (FOLDER / f"{uuid.uuid4()}.json").write_text(line)
            if WHERE == "after":
                stand_still()
        return len(email_messages)


def stand_still() -> None:
    """Say so, and wait for the end."""
    (FOLDER / "standing-still").touch()
    time.sleep(120)


def main() -> None:
    """Send what is queued, as the site does."""
    django.setup()
    from django.conf import settings

    from network.services import mail

    settings.EMAIL_BACKEND = f"{Backend.__module__}.Backend" if __name__ != "__main__" else "__main__.Backend"
    print(mail.send_queued())


if __name__ == "__main__":
    main()
