"""The access matrix: for every route, an example address and which status each role gets for each method.

A route without a rule fails the test (goal S2). Rooms add theirs here when they add a route. Objects in example
addresses are made by the fixture `example_site` of test_access_matrix.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ROLES = ("anonymous", "practitioner", "contributor", "lead", "reviewer", "editor", "coordinator", "administrator")
METHODS = ("GET", "POST", "PATCH", "DELETE")
REFUSED = frozenset({302, 401, 403, 404, 405})


@dataclass(frozen=True, slots=True)
class Rule:
    """What a route answers.

    example: the address tried. read: statuses a GET may give to whoever may read. readers: roles that may read; all
    others must be refused (REFUSED). writers: roles whose POST may be accepted; others must be refused.
    write: statuses an accepted POST may give (400 for an empty form is acceptance).
    """

    example: str
    read: frozenset[int] = frozenset({200})
    readers: tuple[str, ...] = ROLES
    writers: tuple[str, ...] = ()
    write: frozenset[int] = field(default_factory=lambda: frozenset({200, 204, 302, 400, 409, 422}))


SIGNED_IN = ROLES[1:]
PUBLIC = frozenset({200})
MOVED = frozenset({301, 302})


def public(example: str, *statuses: int) -> Rule:
    """Everybody may read, nobody may write."""
    return Rule(example, read=frozenset(statuses) or PUBLIC)
