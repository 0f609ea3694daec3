"""What comes of an exchange: checks after 30, 90, 180 and 365 days, actions, adoptions, and closing."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import CityPage
from network import tokens
from network.choices import ActionState, Change, ClosingReason, Purpose
from network.models import Action, Check, Exchange, Membership
from network.permissions import may_coordinate
from network.services import audit, letters
from network.services.errors import Stale, StepNotPossible
from network.states import LIVE_EXCHANGES, ExchangeState, may_follow
from practices.models import Adoption, PracticePage

CHECK_DAYS = (30, 90, 180, 365)
# What a city says has changed, as the status of the adoption it leaves behind.
STATUS_OF_CHANGE = {
    Change.IDEA: "considering",
    Change.PLAN: "considering",
    Change.BUDGET: "piloting",
    Change.SERVICE: "piloting",
    Change.RULE: "adopted",
    Change.RESULT: "adopted",
}


@transaction.atomic
def plan_checks(*, exchange: Exchange) -> int:
    """Make the follow-up checks of every member. Returns how many rows there are; calling again adds nothing."""
    begins = max(exchange.round.begins, timezone.localdate())
    for member in exchange.members.all():
        for day in CHECK_DAYS:
            Check.objects.get_or_create(member=member, day=day, defaults={"due": begins + timedelta(days=day)})
    return Check.objects.filter(member__exchange=exchange).count()


@transaction.atomic
def answer_check(
    *,
    check: Check,
    change: Change,
    what: str,
    evidence: str = "",
    gain: int | None = None,
    practice: PracticePage | None = None,
    by: Any = None,
) -> Check:
    """A city says what changed; with consent and a practice named, an adoption of that practice is recorded.

    gain: usefulness from 1 to 5. Raises StepNotPossible when answered before or a value is out of range.
    """
    if change not in Change.values:
        raise StepNotPossible(
            _("what changed: choose one of %(known)s.") % {"known": ", ".join(map(str, Change.labels))}
        )
    if gain is not None and not 1 <= gain <= 5:
        raise StepNotPossible(_("usefulness: give a number from 1 to 5."))
    changed = Check.objects.filter(pk=check.pk, answered__isnull=True).update(
        answered=timezone.now(), change=change, what=what[:4000], evidence=evidence[:4000], gain=gain
    )
    if not changed:
        raise StepNotPossible(_("This check has been answered already."))
    check.refresh_from_db()
    exchange = check.member.exchange
    if practice is not None and change != Change.NOTHING:
        check.adoption = _record_adoption(exchange, check.member.membership, practice, change, what)
        check.save(update_fields=["adoption"])
    audit.note(
        programme=exchange.round.programme,
        by=by,
        verb="check answered",
        about=check,
        change=str(change),
        **({} if by else {"actor": "the city, by signed link"}),
    )
    return check


def _record_adoption(
    exchange: Exchange, membership: Membership, practice: PracticePage, change: Change, what: str
) -> Adoption | None:
    """The adoption on the practice's family tree, when the city allows publishing what the exchange brought."""
    consents = Membership.objects.filter(pk=membership.pk).consenting(Purpose.PUBLISH)
    if not consents.exists():
        return None
    city: CityPage = membership.city
    practised_in = practice.lead_city
    if city.demonstration != practised_in.demonstration:
        raise StepNotPossible(
            _("practice: a fictional city leaves no trace on a real practice's page; leave it empty.")
        )
    if practised_in.pk == city.pk:
        raise StepNotPossible(_("practice: this is your own city's; name the one you took something from."))
    adoption, made = Adoption.objects.get_or_create(
        practice=practice,
        city=city,
        defaults={
            "status": STATUS_OF_CHANGE[change],
            "changes": what,
            "year": str(timezone.localdate().year),
            "exchange": exchange.pk,
        },
    )
    if not made:
        adoption.status, adoption.exchange = STATUS_OF_CHANGE[change], exchange.pk
        adoption.changes = adoption.changes or what
        adoption.save(update_fields=["status", "exchange", "changes"])
    return adoption


@transaction.atomic
def update_action(*, action: Action, state: ActionState, version: int, note: str = "", by: Any = None) -> Action:
    """Set how far an action is. Raises Stale when it was updated meanwhile."""
    if state not in ActionState.values:
        raise StepNotPossible(_("state: choose one of %(known)s.") % {"known": ", ".join(map(str, ActionState.labels))})
    changed = Action.objects.filter(pk=action.pk, version=version).update(
        state=state, note=note[:2000], version=version + 1, updated=timezone.now()
    )
    if not changed:
        raise Stale(_("The action"), Action.objects.values_list("version", flat=True).get(pk=action.pk))
    audit.note(
        programme=action.exchange.round.programme,
        by=by,
        verb="action updated",
        about=action,
        state=str(state),
        **({} if by else {"actor": "the city, by signed link"}),
    )
    action.refresh_from_db()
    return action


@transaction.atomic
def ask_due_checks() -> int:
    """Send the question of each check that is due and unanswered, once. Returns messages queued."""
    due = Check.objects.filter(answered__isnull=True, due__lte=timezone.localdate(), member__state="accepted")
    queued = 0
    for check in due.select_related("member__membership", "member__exchange__round__programme"):
        if check.member.membership.contact_email and letters.to_city(
            key=f"check:{check.pk}",
            place=check.member.membership,
            programme=check.member.exchange.round.programme,
            compose=partial(_what_has_changed, check),
        ):
            queued += 1
    return queued


def _what_has_changed(check: Check) -> tuple[str, str]:
    subject = ngettext("%(n)s day later: what has changed?", "%(n)s days later: what has changed?", check.day)
    return (
        subject % {"n": check.day},
        _("Two minutes, without an account. “Nothing yet” is an answer too.\n\n%(link)s\n")
        % {"link": tokens.link("check", check.pk, check.day)},
    )


@transaction.atomic
def ask_due_actions() -> int:
    """Ask about each open action on its day, by a link that updates it; once a version. Returns messages queued."""
    due = Action.objects.filter(
        due__lte=timezone.localdate(),
        state__in=[ActionState.OPEN, ActionState.UNDER_WAY],
        member__state="accepted",
        exchange__state__in=[state.value for state in LIVE_EXCHANGES],
    )
    queued = 0
    for action in due.select_related("member__membership", "exchange__round__programme"):
        if action.member.membership.contact_email and letters.to_city(
            key=f"action:{action.pk}:{action.version}",
            place=action.member.membership,
            programme=action.exchange.round.programme,
            compose=partial(_how_far, action),
        ):
            queued += 1
    return queued


def _how_far(action: Action) -> tuple[str, str]:
    return (
        _("How far is it? An action of your exchange is due"),
        _("%(what)s\n\nDue on %(day)s. One click, without an account:\n\n%(link)s\n")
        % {
            "what": action.what,
            "day": letters.day(action.due),
            "link": tokens.link("action", action.pk, action.version),
        },
    )


@transaction.atomic
def close_exchange(*, exchange: Exchange, reason: ClosingReason, note: str, by: Any, version: int) -> Exchange:
    """End an exchange with a reason. Raises StepNotPossible without one, Stale, PermissionDenied."""
    if not may_coordinate(by, exchange.round.programme):
        raise PermissionDenied
    if reason not in ClosingReason.values:
        raise StepNotPossible(_("reason: an exchange is closed with one of the listed reasons."))
    if not may_follow(exchange.state, ExchangeState.CLOSED):
        raise StepNotPossible(_("This exchange is closed already."))
    if exchange.state == ExchangeState.INVITED:
        raise StepNotPossible(_("Its cities are still being asked: withdraw the invitations, on the group's page."))
    audit.in_turn(exchange.round.programme)
    changed = Exchange.objects.filter(pk=exchange.pk, version=version).update(
        state=ExchangeState.CLOSED,
        state_since=timezone.now(),
        closing_reason=reason,
        closing_note=note[:4000],
        version=version + 1,
    )
    if not changed:
        raise Stale(_("The exchange"), Exchange.objects.values_list("version", flat=True).get(pk=exchange.pk))
    audit.note(programme=exchange.round.programme, by=by, verb="exchange closed", about=exchange, reason=str(reason))
    exchange.refresh_from_db()
    return exchange
