"""Work that outlasts a request."""

from __future__ import annotations

from django_tasks import task

from network.models import Run
from network.services import running


@task()
def run_matching(run_pk: int) -> str:
    """Do a queued run of the matching; returns how it ended."""
    return str(
        running.execute(Run.objects.select_related("round__programme", "snapshot", "previous").get(pk=run_pk)).state
    )
