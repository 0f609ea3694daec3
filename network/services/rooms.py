"""What happens inside an exchange: scope, promises, files; and that contacts were seen."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.choices import Format
from network.models import Action, Exchange, File
from network.services import audit
from network.services.errors import Stale, StepNotPossible
from network.states import ExchangeState

FILE_TYPES = frozenset({"pdf", "docx", "odt", "xlsx", "pptx", "csv", "txt", "png", "jpg", "jpeg", "webp"})
FILE_BYTES = 20 * 1024 * 1024
FILES_AT_MOST = 50
WORKING = (
    ExchangeState.ACCEPTED,
    ExchangeState.SCOPED,
    ExchangeState.MEETING,
    ExchangeState.ACTING,
    ExchangeState.CHECKING,
)
# Agendas by format: minutes (or days) and what they are for. Written for this site.
AGENDAS = {
    Format.CALL: (
        (10, gettext_lazy("Who we are, what we hope to take home")),
        (25, gettext_lazy("The first city shows: what, why, result")),
        (25, gettext_lazy("Questions, and what did not work")),
        (25, gettext_lazy("The second city shows its problem on a map")),
        (25, gettext_lazy("What would have to change for it to work there")),
        (10, gettext_lazy("Three actions, who, until when")),
    ),
    Format.VISIT: (
        (90, gettext_lazy("Welcome by the office that will use it")),
        (180, gettext_lazy("Walk through the places, with users")),
        (90, gettext_lazy("The people who run it, without their superiors")),
        (120, gettext_lazy("What failed, and what it cost")),
        (120, gettext_lazy("Transfer: preconditions one by one")),
        (60, gettext_lazy("Roadmap: actions until the next call")),
    ),
    Format.CRITICAL_FRIEND: (
        (15, gettext_lazy("The question, in one sentence")),
        (30, gettext_lazy("Evidence, sent a week before")),
        (45, gettext_lazy("The friend asks, the city listens and notes")),
        (30, gettext_lazy("What the friend would do, and what it would not")),
    ),
    Format.CAROUSEL: (
        (10, gettext_lazy("Who we are")),
        (35, gettext_lazy("City one shows, the other two ask")),
        (35, gettext_lazy("City two shows, the other two ask")),
        (35, gettext_lazy("City three shows, the other two ask")),
        (20, gettext_lazy("Each city names one thing it takes home")),
        (15, gettext_lazy("Actions, who, until when")),
    ),
}


def clean(form: Any) -> dict[str, Any]:
    """The form's values. Raises StepNotPossible naming each field and what is wrong with it."""
    if form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        return values
    raise StepNotPossible(
        " ".join(
            f"{form.fields[name].label}: {error}" if name in form.fields else error
            for name, errors in form.errors.items()
            for error in errors
        )
    )


def take_step(exchange: Exchange, version: int, to: ExchangeState, **fields: Any) -> None:
    audit.in_turn(exchange.round.programme)
    since = {} if exchange.state == to else {"state_since": timezone.now()}
    changed = Exchange.objects.filter(pk=exchange.pk, version=version).update(
        state=to, version=version + 1, **since, **fields
    )
    if not changed:
        raise Stale(_("The exchange"), Exchange.objects.values_list("version", flat=True).get(pk=exchange.pk))
    exchange.refresh_from_db()


def must_be_under_way(exchange: Exchange) -> None:
    """Raise StepNotPossible when the exchange has not begun or is closed."""
    if exchange.state not in WORKING:
        raise StepNotPossible(
            _("This exchange is not under way: all cities must have said yes, and it must not be closed.")
        )


@transaction.atomic
def fix_scope(*, exchange: Exchange, questions: list[str], format: str, by: Any, version: int) -> Exchange:
    """Fix one to three guiding questions and the format. Raises StepNotPossible, Stale."""
    must_be_under_way(exchange)
    if not 1 <= len(questions) <= 3:
        raise StepNotPossible(_("questions: agree on one to three."))
    if format not in Format.values:
        raise StepNotPossible(_("format: choose one of %(known)s.") % {"known": ", ".join(map(str, Format.labels))})
    to = ExchangeState.SCOPED if exchange.state == ExchangeState.ACCEPTED else ExchangeState(exchange.state)
    take_step(exchange, version, to, questions=questions, format=format)
    audit.note(programme=exchange.round.programme, by=by, verb="scope fixed", about=exchange, number=len(questions))
    return exchange


@transaction.atomic
def promise_action(
    *, exchange: Exchange, what: str, due: date, indicator: str, by: Any, city_ids: frozenset[int]
) -> Action:
    """A member city promises a step. Raises StepNotPossible for a day in the past, PermissionDenied for others."""
    must_be_under_way(exchange)
    member = exchange.members.filter(membership__city_id__in=city_ids, state="accepted").first()
    if member is None:
        raise PermissionDenied
    if due < timezone.localdate():
        raise StepNotPossible(_("Due: %(day)s is over; choose a day to come.") % {"day": due})
    action = Action.objects.create(exchange=exchange, member=member, what=what, due=due, indicator=indicator)
    if exchange.state == ExchangeState.MEETING:
        take_step(exchange, exchange.version, ExchangeState.ACTING)
    audit.note(programme=exchange.round.programme, by=by, verb="action promised", about=action)
    return action


@transaction.atomic
def add_file(*, exchange: Exchange, upload: Any, by: Any) -> File:
    """Keep a file under a name of ours. Raises StepNotPossible naming size, type or number."""
    must_be_under_way(exchange)
    if upload is None:
        raise StepNotPossible(_("file: choose one."))
    suffix = PurePath(upload.name).suffix.lower().lstrip(".")
    if suffix not in FILE_TYPES:
        raise StepNotPossible(
            _("file: “.%(type)s” is not accepted; use one of %(known)s.")
            % {"type": suffix[:10], "known": ", ".join(sorted(FILE_TYPES))}
        )
    if upload.size > FILE_BYTES:
        raise StepNotPossible(
            _("file: %(size)s MB; at most %(most)s MB.")
            % {"size": upload.size // 1024 // 1024, "most": FILE_BYTES // 1024 // 1024}
        )
    if exchange.files.count() >= FILES_AT_MOST:
        raise StepNotPossible(_("file: the room holds %(most)s files; remove one first.") % {"most": FILES_AT_MOST})
    shown = "".join(c for c in PurePath(upload.name).name if c.isprintable())[-120:]
    upload.name = f"{get_random_string(24)}.{suffix}"
    file = File.objects.create(exchange=exchange, file=upload, name=shown, size=upload.size, by=by)
    audit.note(programme=exchange.round.programme, by=by, verb="file added", about=file)
    return file


def note_contacts_seen(*, exchange: Exchange, by: Any) -> None:
    """The first time a person sees the contacts of an exchange is written down."""
    seen = exchange.round.programme.audit.filter(
        by=by, verb="contacts seen", object=f"network.exchange:{exchange.pk}"
    ).exists()
    if not seen:
        audit.note(programme=exchange.round.programme, by=by, verb="contacts seen", about=exchange)
