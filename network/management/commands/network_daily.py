"""What the exchange does once a day: close the time for invitations, ask what is due, send what waits. Repeatable."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from network.services import followup, invitations, mail


class Command(BaseCommand):
    """Each message leaves at most once, however often this runs."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Do everything that is due and say how much it was."""
        expired = invitations.expire_overdue()
        checks, actions = followup.ask_due_checks(), followup.ask_due_actions()
        sent, stuck = mail.send_queued(), mail.in_doubt().count()
        self.stdout.write(
            f"{expired} invitations ran out, {checks} checks and {actions} actions asked about, {sent} messages sent."
        )
        if stuck:
            self.stderr.write(f"{stuck} messages were claimed and never marked as sent: look whether they arrived.")
