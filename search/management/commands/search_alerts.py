"""Send what is new in saved searches, as far as it is due; for a timer when `search_relay` does not run."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search.telling import send_due


class Command(BaseCommand):
    """`manage.py search_alerts`"""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{send_due()} digests sent")
