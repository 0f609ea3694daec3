"""The life of a round and of an exchange."""

from __future__ import annotations

import pytest

from network.choices import ExchangePhase, MemberAnswer, RoundPhase
from network.states import EXCHANGE_STEPS, ROUND_STEPS, ExchangeState, MemberState, RoundState, group_state, may_follow

pytestmark = pytest.mark.sqlite_only


def test_every_state_has_a_label() -> None:
    assert {s.value for s in RoundState} == set(RoundPhase.values)
    assert {s.value for s in ExchangeState} == set(ExchangePhase.values)
    assert {s.value for s in MemberState} == set(MemberAnswer.values)


def test_every_state_but_the_last_leads_somewhere_and_the_end_is_always_reachable() -> None:
    for steps, end in ((ROUND_STEPS, RoundState.ARCHIVED), (EXCHANGE_STEPS, ExchangeState.CLOSED)):
        assert steps[end] == ()
        for state in steps:
            reached, waiting = {state}, [state]
            while waiting:
                new = set(steps[waiting.pop()]) - reached
                reached |= new
                waiting += new
            assert end in reached


def test_steps_are_not_skipped() -> None:
    assert may_follow("draft", "survey")
    assert not may_follow("draft", "running")
    assert not may_follow("invited", "scoped")
    assert not may_follow("nonsense", "survey")


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (("accepted", "invited"), "invited"),
        (("accepted", "accepted", "accepted"), "accepted"),
        (("accepted", "declined"), "declined"),
        (("invited", "expired"), "declined"),
        (("accepted", "withdrawn"), "declined"),
    ],
)
def test_a_group_is_accepted_only_when_all_have_accepted(answers: tuple[str, ...], state: str) -> None:
    assert group_state(answers) == state
