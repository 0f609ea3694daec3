"""What a room collects beside meetings and promises: minutes, satisfaction, facilitator, note, story, review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Organisation
from network.choices import Purpose
from network.models import Exchange, ExchangeMember, File, Meeting, Membership, PeerReview
from network.permissions import may_coordinate
from network.services import audit
from network.services.errors import Stale, StepNotPossible
from network.services.rooms import must_be_under_way

PARTS = ("evidence", "visits", "recommendations", "response", "follow_up")


@transaction.atomic
def write_minutes(*, meeting: Meeting, record: str, held: bool, by: Any) -> Meeting:
    """Write down what was said and whether the meeting took place."""
    must_be_under_way(meeting.exchange)
    meeting.record, meeting.held = record[:8000], held
    meeting.save(update_fields=["record", "held"])
    audit.note(programme=meeting.exchange.round.programme, by=by, verb="minutes written", about=meeting)
    return meeting


@transaction.atomic
def remove_file(*, file: File, by: Any) -> None:
    """Remove a file from the room and from the store."""
    must_be_under_way(file.exchange)
    audit.note(programme=file.exchange.round.programme, by=by, verb="file removed", about=file)
    stored, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: stored.delete(name))


@transaction.atomic
def say_pulse(*, member: ExchangeMember, satisfaction: int | None, access_needs: str, by: Any) -> None:
    """A city's satisfaction (1 to 5, seen by the coordinator only) and the access needs of its participants."""
    must_be_under_way(member.exchange)
    if satisfaction is not None and not 1 <= satisfaction <= 5:
        raise StepNotPossible(_("satisfaction: give a number from 1 to 5."))
    member.satisfaction, member.access_needs = satisfaction, access_needs[:1000]
    audit.in_turn(member.round.programme)
    member.save(update_fields=["satisfaction", "access_needs"])
    audit.note(programme=member.round.programme, by=by, verb="pulse given", about=member)


@transaction.atomic
def change_exchange(*, exchange: Exchange, by: Any, version: int, verb: str, **fields: Any) -> Exchange:
    """Set fields of an exchange (coordinators). Raises Stale, PermissionDenied."""
    if not may_coordinate(by, exchange.round.programme):
        raise PermissionDenied
    return _set(exchange, version, by, verb, **fields)


def _set(exchange: Exchange, version: int, by: Any, verb: str, **fields: Any) -> Exchange:
    audit.in_turn(exchange.round.programme)
    changed = Exchange.objects.filter(pk=exchange.pk, version=version).update(version=version + 1)
    if not changed:
        raise Stale(_("The exchange"), Exchange.objects.values_list("version", flat=True).get(pk=exchange.pk))
    exchange.refresh_from_db()
    for name, value in fields.items():
        setattr(exchange, name, value)
    exchange.save(update_fields=list(fields))
    audit.note(programme=exchange.round.programme, by=by, verb=verb, about=exchange)
    return exchange


def set_facilitator(*, exchange: Exchange, organisation: Organisation | None, by: Any, version: int) -> Exchange:
    """Name who facilitates, from the public roster."""
    return change_exchange(
        exchange=exchange, by=by, version=version, verb="facilitator named", facilitator=organisation
    )


def without_publishing_consent(exchange: Exchange) -> list[Membership]:
    """Members that have not allowed publishing what the exchange brought."""
    members = Membership.objects.filter(places__exchange=exchange, places__state="accepted").select_related("city")
    allowed = set(members.consenting(Purpose.PUBLISH).values_list("pk", flat=True))
    return [membership for membership in members if membership.pk not in allowed]


@transaction.atomic
def write_story(*, exchange: Exchange, story: str, publish: bool, by: Any, version: int) -> Exchange:
    """Write the public story; the coordinator publishes it when every member allows that.

    Raises StepNotPossible naming the cities without consent, PermissionDenied, Stale.
    """
    if exchange.story_published:
        raise StepNotPossible(_("The story is published; withdraw it before changing it."))
    exchange = _set(exchange, version, by, "story written", story=story.strip()[:6000])
    if not publish:
        return exchange
    if not may_coordinate(by, exchange.round.programme):
        raise PermissionDenied
    missing = without_publishing_consent(exchange)
    if missing:
        raise StepNotPossible(
            _("These cities have not allowed publishing: %(cities)s.")
            % {"cities": ", ".join(m.city.title for m in missing)}
        )
    if len(exchange.story) < 100:
        raise StepNotPossible(_("story: write at least a hundred characters before it is published."))
    return _set(exchange, exchange.version, by, "story published", story_published=timezone.now())


@transaction.atomic
def write_review(
    *, exchange: Exchange, host: ExchangeMember, questions: list[str], parts: Mapping[str, str], version: int, by: Any
) -> PeerReview:
    """Keep the dossier of a peer review: up to three questions of the host, what its peers and it wrote."""
    must_be_under_way(exchange)
    if host.exchange_id != exchange.pk or not 1 <= len(questions) <= 3:
        raise StepNotPossible(_("questions: a peer review has one to three."))
    values = {"questions": [q[:200] for q in questions], **{name: parts.get(name, "")[:6000] for name in PARTS}}
    found, made = PeerReview.objects.get_or_create(host=host, defaults={"exchange": exchange, **values})
    if not made:
        changed = PeerReview.objects.filter(pk=found.pk, version=version).update(version=version + 1, **values)
        if not changed:
            raise Stale(_("The dossier"), found.version)
        found.refresh_from_db()
    audit.note(programme=exchange.round.programme, by=by, verb="peer review written", about=found)
    return found
