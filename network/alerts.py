"""What in an exchange needs a coordinator's look, in words; never shown to the cities.

Sources: the lessons of exchange programmes (no meeting three weeks after acceptance, a changed focal point, low
satisfaction, overdue actions).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.choices import LinkState

NO_MEETING_AFTER = timedelta(days=21)
LOW_SATISFACTION = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to look at: a stable code and the words."""

    code: str
    words: str


def alerts_of(exchange: Any) -> tuple[Alert, ...]:
    """The alerts of one exchange; reads members, meetings, actions, checks and links that are already fetched."""
    found = [*_no_meeting(exchange), *_overdue(exchange), *_people(exchange), *_invitations(exchange)]
    return (*found, *_links(exchange))


def links_in_doubt(exchange: Any) -> int:
    """How many links ask to be checked; none in an exchange that has ended without telling its story, for nobody reads
    them any more. Reads links that are already fetched."""
    if exchange.state == "closed" and not exchange.story_published:
        return 0
    return sum(link.state == LinkState.CHECK for link in exchange.links.all())


def _links(exchange: Any) -> list[Alert]:
    number = links_in_doubt(exchange)
    words = ngettext(
        "%(n)d link to a paragraph that was changed is to be checked",
        "%(n)d links to paragraphs that were changed are to be checked",
        number,
    )
    return [Alert("links", words % {"n": number})] if number else []


def _no_meeting(exchange: Any) -> list[Alert]:
    waiting = exchange.state in ("accepted", "scoped") and not exchange.meetings.all()
    if waiting and timezone.now() - exchange.state_since > NO_MEETING_AFTER:
        return [Alert("no-meeting", _("No meeting planned three weeks after all said yes"))]
    return []


def _overdue(exchange: Any) -> list[Alert]:
    if exchange.state in ("closed", "declined"):
        return []
    today = timezone.localdate()
    late = [a for a in exchange.actions.all() if a.state in ("open", "under-way") and a.due < today]
    if not late:
        return []
    return [
        Alert("overdue", ngettext("%(n)d action is overdue", "%(n)d actions are overdue", len(late)) % {"n": len(late)})
    ]


def _people(exchange: Any) -> list[Alert]:
    found = []
    for member in exchange.members.all():
        city = member.membership.city.title
        if member.satisfaction is not None and member.satisfaction < LOW_SATISFACTION:
            found.append(Alert("low-satisfaction", _("%(city)s is not satisfied") % {"city": city}))
        changed = member.membership.contact_changed
        if changed and member.answered and changed > member.answered and exchange.state not in ("closed", "declined"):
            found.append(Alert("contact-changed", _("The focal point of %(city)s has changed") % {"city": city}))
    return found


def _invitations(exchange: Any) -> list[Alert]:
    soon = timezone.now() + timedelta(days=3)
    if exchange.state == "declined":
        return [Alert("declined", _("A city declined: a repair is needed"))]
    if exchange.state == "invited" and any(
        m.state == "invited" and m.expires and m.expires < soon for m in exchange.members.all()
    ):
        return [Alert("expires", _("An invitation runs out within three days"))]
    return []
