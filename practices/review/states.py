"""The life of a submission. "Changes requested" is a state with a thread on the record, not a rejection. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a submission is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in-review"
    CHANGES_REQUESTED = "changes-requested"
    TO_SIGN = "to-sign"
    PUBLISHED = "published"
    NOT_PUBLISHED = "not-published"
    WITHDRAWN = "withdrawn"


_S = State
STEPS: Mapping[State, tuple[State, ...]] = {
    _S.DRAFT: (_S.SUBMITTED, _S.WITHDRAWN),
    _S.SUBMITTED: (_S.IN_REVIEW, _S.CHANGES_REQUESTED, _S.NOT_PUBLISHED, _S.WITHDRAWN),
    _S.IN_REVIEW: (_S.CHANGES_REQUESTED, _S.TO_SIGN, _S.NOT_PUBLISHED, _S.WITHDRAWN),
    _S.CHANGES_REQUESTED: (_S.SUBMITTED, _S.IN_REVIEW, _S.WITHDRAWN),
    _S.TO_SIGN: (_S.PUBLISHED, _S.CHANGES_REQUESTED, _S.WITHDRAWN),
    _S.PUBLISHED: (_S.DRAFT,),  # a correction: the public version stays until the next sign-off
    _S.NOT_PUBLISHED: (_S.DRAFT,),  # after a dispute that was upheld, or a new attempt
    _S.WITHDRAWN: (_S.DRAFT,),
}
WITH_THE_CITY = (_S.DRAFT, _S.CHANGES_REQUESTED, _S.WITHDRAWN)
WITH_REVIEWERS = (_S.SUBMITTED, _S.IN_REVIEW)


def may_follow(now: str, then: str) -> bool:
    """Whether a submission may go from one state to another; an unknown state may go nowhere."""
    known = set(State)
    return now in known and then in known and State(then) in STEPS[State(now)]
