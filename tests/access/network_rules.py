"""Rules for the exchange: everybody reads how it works and published stories; the rest is for a programme's people.

The examples are of objects nobody in the matrix may see, so every role gets what a stranger gets: "not found".
What coordinators and cities of a programme may do with its own objects is in tests/network/test_views.py.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.access.rules import SIGNED_IN, Rule

SNAPSHOT = Path(__file__).parent.parent / "snapshots" / "urls.txt"
_OPEN = {
    "network/": Rule("/network/", readers=SIGNED_IN),
    "network/calendar/": Rule("/network/calendar/", readers=SIGNED_IN),
    "network/calendar.ics": Rule("/network/calendar.ics", readers=SIGNED_IN),
    "network/programmes/new/": Rule(
        "/network/programmes/new/", readers=("administrator",), writers=("administrator",), write=frozenset({400})
    ),
    "network/how-matching-works/": Rule("/network/how-matching-works/"),
    "network/stories/": Rule("/network/stories/"),
    # A link without an account: a wrong one is refused with 400, whoever opens it, and changes nothing.
    "network/link/<slug:purpose>/<str:token>/": Rule(
        "/network/link/invitation/wrong/",
        read=frozenset({400}),
        writers=("anonymous", *SIGNED_IN),
        write=frozenset({400}),
    ),
}
_CLOSED = (
    "actions", "checks", "exchanges", "files", "links", "meetings", "memberships", "messages", "participants", "programmes",
    "proposals", "rounds", "rules", "stories",
)  # fmt: skip


def _example(route: str) -> str:
    page = route.replace("<slug:page>", "first")
    return "/" + re.sub(r"<[a-z]+:[a-z_]+>", "999999", page)


RULES = {
    **_OPEN,
    **{
        route: Rule(_example(route), readers=())
        for route in SNAPSHOT.read_text(encoding="utf-8").splitlines()
        if route.startswith(tuple(f"network/{part}/" for part in _CLOSED)) and route not in _OPEN
    },
}
