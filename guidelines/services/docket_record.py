"""A proposal's record: every step is one entry that is never changed, tells who is to know, and gives proposals the
number they are cited by."""

from __future__ import annotations

from datetime import date as calendar_date
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.choices import PUBLIC_STATES, ActionKind, AmendmentState
from guidelines.models import Amendment, AmendmentAction, GuidelineDocument
from guidelines.permissions import may_decide, require
from guidelines.services.carrying_out import AmendmentNotPossible
from guidelines.services.docket_letters import queue_letters


def record(
    amendment: Amendment, kind: str, *, by: Any, body: str = "", text: str = "", day: calendar_date | None = None
) -> AmendmentAction:
    """Add an entry and queue the letters about it; call inside the transaction of what happened."""
    action: AmendmentAction = AmendmentAction.objects.create(
        amendment=amendment, kind=kind, body=body, text=text, day=day, by=by
    )
    queue_letters(action)
    return action


def next_number(document: GuidelineDocument) -> int:
    """The number of the next proposal of a text that becomes public; the text stays locked until the transaction
    ends, so that two editors at once give two numbers."""
    GuidelineDocument.objects.select_for_update().get(pk=document.pk)
    last = Amendment.objects.filter(document=document).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def record_action(
    *, amendment: Amendment, text: str, by: Any, body: str = "", day: calendar_date | None = None
) -> AmendmentAction:
    """Enter what a body did about a public proposal ("referred to the drafting group"), decided or not.

    Raises AmendmentNotPossible without words, on a proposal that is not public, or for a day to come.
    """
    require(may_decide(by))
    stored: Amendment = Amendment.objects.select_for_update().select_related("document").get(pk=amendment.pk)
    if stored.state not in PUBLIC_STATES:
        raise AmendmentNotPossible(_("Only a public proposal has a record."))
    if not text.strip():
        raise AmendmentNotPossible(_("Say what was done."), "text")
    check_day(day)
    done = record(stored, ActionKind.RECORDED, by=by, body=body.strip(), text=text.strip(), day=day)
    stored.latest_action = ": ".join(part for part in (body.strip(), text.strip()) if part)[:400]
    stored.save(update_fields=["latest_action"])
    return done


@transaction.atomic
def recommend(*, amendment: Amendment, recommendation: str, by: Any, seen_revision: int | None = None) -> Amendment:
    """Keep what is recommended to whoever decides on an open proposal; "" takes it back.

    seen_revision: what the writer looked at; what a colleague kept meanwhile is not overwritten.
    """
    require(may_decide(by))
    stored: Amendment = Amendment.objects.select_for_update().get(pk=amendment.pk)
    if stored.state != AmendmentState.OPEN or (seen_revision is not None and seen_revision != stored.revision):
        raise AmendmentNotPossible(
            _("This proposal was changed or decided meanwhile (%(state)s); look at it again.")
            % {"state": stored.get_state_display()}
        )
    stored.recommendation = recommendation.strip()
    stored.revision += 1
    stored.save(update_fields=["recommendation", "revision"])
    return stored


def check_day(day: calendar_date | None) -> None:
    """Refuse a day on which nothing can have happened yet, anywhere: clocks differ by up to fourteen hours."""
    if day is not None and day > (timezone.now() + timedelta(hours=14)).date():
        raise AmendmentNotPossible(_("This day is still to come."), "day")
