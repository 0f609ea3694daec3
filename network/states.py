"""The life of a round and of an exchange: states, who may follow whom, and why a step is refused. Pure.

Source: the design's account of exchange programmes; both sides confirm before anything is announced, and an exchange is
closed only with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class RoundState(StrEnum):
    """Where a round of matching is."""

    DRAFT = "draft"
    SURVEY = "survey"
    ELIGIBLE = "eligible"
    MATCHING = "matching"
    REVIEW = "review"
    INVITING = "inviting"
    RUNNING = "running"
    CLOSING = "closing"
    EVALUATED = "evaluated"
    ARCHIVED = "archived"


class ExchangeState(StrEnum):
    """Where one group of cities is."""

    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SCOPED = "scoped"
    MEETING = "meeting"
    ACTING = "acting"
    CHECKING = "checking"
    CLOSED = "closed"


class MemberState(StrEnum):
    """What one city of a group has answered."""

    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


_R, _E = RoundState, ExchangeState

ROUND_STEPS: Mapping[RoundState, tuple[RoundState, ...]] = {
    _R.DRAFT: (_R.SURVEY, _R.ARCHIVED),
    _R.SURVEY: (_R.ELIGIBLE, _R.ARCHIVED),
    _R.ELIGIBLE: (_R.MATCHING, _R.SURVEY, _R.ARCHIVED),
    _R.MATCHING: (_R.REVIEW, _R.ELIGIBLE),
    _R.REVIEW: (_R.INVITING, _R.MATCHING),
    _R.INVITING: (_R.RUNNING, _R.REVIEW),
    _R.RUNNING: (_R.CLOSING,),
    _R.CLOSING: (_R.EVALUATED,),
    _R.EVALUATED: (_R.ARCHIVED,),
    _R.ARCHIVED: (),
}
EXCHANGE_STEPS: Mapping[ExchangeState, tuple[ExchangeState, ...]] = {
    _E.PROPOSED: (_E.INVITED, _E.CLOSED),
    _E.INVITED: (_E.ACCEPTED, _E.DECLINED, _E.CLOSED),
    _E.DECLINED: (_E.CLOSED,),
    _E.ACCEPTED: (_E.SCOPED, _E.CLOSED),
    _E.SCOPED: (_E.MEETING, _E.CLOSED),
    _E.MEETING: (_E.ACTING, _E.CLOSED),
    _E.ACTING: (_E.CHECKING, _E.MEETING, _E.CLOSED),
    _E.CHECKING: (_E.CLOSED, _E.ACTING),
    _E.CLOSED: (),
}
# States in which a round takes its programme: only one such round at a time.
OPEN_ROUNDS = (_R.SURVEY, _R.ELIGIBLE, _R.MATCHING, _R.REVIEW, _R.INVITING)
# States in which a city's place in a group is taken.
LIVE_EXCHANGES = (_E.INVITED, _E.ACCEPTED, _E.SCOPED, _E.MEETING, _E.ACTING, _E.CHECKING)
# From here on the cities know each other and may see each other's contacts.
CONFIRMED_EXCHANGES = (_E.ACCEPTED, _E.SCOPED, _E.MEETING, _E.ACTING, _E.CHECKING, _E.CLOSED)


def may_follow(now: str, then: str) -> bool:
    """Whether a round or an exchange may go from one state to another (their names do not overlap in meaning).

    now, then: values of RoundState or of ExchangeState. An unknown state may go nowhere.
    """
    if now in set(RoundState) and then in set(RoundState):
        return RoundState(then) in ROUND_STEPS[RoundState(now)]
    if now in set(ExchangeState) and then in set(ExchangeState):
        return ExchangeState(then) in EXCHANGE_STEPS[ExchangeState(now)]
    return False


def group_state(members: tuple[str, ...]) -> ExchangeState:
    """What the members' answers make of an invited group: all accepted, any declined, else still invited."""
    answers = {MemberState(member) for member in members}
    if answers & {MemberState.DECLINED, MemberState.EXPIRED, MemberState.WITHDRAWN}:
        return ExchangeState.DECLINED
    return ExchangeState.ACCEPTED if answers == {MemberState.ACCEPTED} else ExchangeState.INVITED
