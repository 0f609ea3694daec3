"""What the page of an exchange room shows: each reader's own time zone, links, actions, checks, reasons, dossiers."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils import timezone

from cities.models import Organisation
from network.models import Assessment, Exchange, ExchangeMember, PeerReview
from network.selectors import exchange_reasons
from network.services.room_contents import without_publishing_consent
from network.shown import shown_links
from network.states import LIVE_EXCHANGES
from network.zones import known_zone


def zone_of(exchange: Exchange, city_ids: frozenset[int]) -> ZoneInfo:
    """The zone of the person's city in the exchange; universal time for others and when it is not known."""
    place = exchange.members.filter(membership__city_id__in=city_ids).select_related("membership__city").first()
    return ZoneInfo(known_zone(place.membership.city.time_zone if place else ""))


def zones(members: list[ExchangeMember], mine: ExchangeMember | None) -> dict[str, Any]:
    """The reader's zone (empty: universal time), and (city, zone) of the others."""
    zone_names = {m.pk: m.membership.city.time_zone for m in members if m.membership.city.time_zone}
    known = {pk: name for pk, name in zone_names.items() if known_zone(name) == name}
    own = known.get(mine.pk, "") if mine else ""
    others = [
        (m.membership.city.title, known[m.pk]) for m in members if m.pk in known and (mine is None or m.pk != mine.pk)
    ]
    return {"zone": own, "other_zones": others}


def contents(
    exchange: Exchange, members: list[ExchangeMember], mine: ExchangeMember | None, *, coordinates: bool
) -> dict[str, Any]:
    """Everything the room holds. Satisfaction is in none of it but the reader's own."""
    today = timezone.localdate()
    actions = list(exchange.actions.select_related("member__membership__city"))
    for action in actions:
        action.is_late = action.state in ("open", "under-way") and action.due < today
        action.mine = coordinates or (mine is not None and action.member_id == mine.pk)
    reasons = exchange_reasons(exchange)
    return {
        "meetings": _meetings(exchange, mine, coordinates=coordinates),
        "links": shown_links(exchange.links.all()),
        "files": exchange.files.all(),
        "actions": actions,
        "checks": [
            check
            for m in members
            if coordinates or (mine is not None and m.pk == mine.pk)
            for check in m.checks.select_related("adoption__practice", "member__membership__city")
        ],
        "reasons": reasons,
        "my_reasons": [
            {"name": m.membership.city.title, "gets": reasons.get(f"m{m.membership_id}", {}).get("gets", ())}
            for m in members
        ],
        "story_missing": without_publishing_consent(exchange)
        if exchange.story and not exchange.story_published
        else [],
        "may_tell": (coordinates or mine is not None) and exchange.state in ("acting", "checking", "closed"),
        "facilitators": facilitators() if coordinates else (),
        "assessments": _assessments(members, mine, coordinates=coordinates),
        "reviews": {review.host_id: review for review in PeerReview.objects.filter(exchange=exchange)},
    }


def _meetings(exchange: Exchange, mine: ExchangeMember | None, *, coordinates: bool) -> list[Any]:
    """Meetings with their people; access needs only for the city itself, the coordinator, and partners told of them."""
    meetings = list(exchange.meetings.prefetch_related("participants__member__membership__city"))
    for meeting in meetings:
        meeting.people = list(meeting.participants.all())
        for person in meeting.people:
            person.mine = mine is not None and person.member_id == mine.pk
            person.removable = person.mine or coordinates
            person.needs_shown = person.access_needs if person.removable or person.shared else ""
    return meetings


def _assessments(members: list[ExchangeMember], mine: ExchangeMember | None, *, coordinates: bool) -> set[int]:
    """Memberships whose self-assessment the reader may open."""
    rows = Assessment.objects.filter(membership__in=[m.membership_id for m in members])
    own = mine.membership_id if mine else None
    return {row.membership_id for row in rows if row.shared or coordinates or row.membership_id == own}


def facilitators() -> list[tuple[Organisation, int]]:
    """The public roster with the workload of each: exchanges under way it facilitates."""
    live = Q(facilitated__state__in=[state.value for state in LIVE_EXCHANGES])
    rows = Organisation.objects.public().annotate(busy=Count("facilitated", filter=live)).order_by("name")
    return [(row, row.busy) for row in rows]
