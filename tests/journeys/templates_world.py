"""What every template needs to be seen: python -m tests.journeys.templates_world, in the environment of the site.

Prints one line of JSON: "sessions" (role → key), "addresses" (role → addresses no link leads to; "" is a visitor),
"files" (downloads), and "places" (name → parts of addresses for the pages that answer a form).
"""

from __future__ import annotations

import json
from typing import Any

from tests.journeys import world_of_accounts, world_of_network, world_of_records, world_of_texts

KEPT = ("sessions", "files", "places")


def make() -> dict[str, Any]:
    """All rooms together."""
    known = world_of_accounts.people()
    rooms = (
        world_of_accounts.made(known), world_of_texts.made(known["administrator"]), world_of_records.made(known),
        world_of_network.made(known["coordinator"]),
    )  # fmt: skip
    roles = dict.fromkeys(role for room in rooms for role in room if role not in KEPT)
    return {
        "sessions": rooms[0]["sessions"],
        "addresses": {role: [path for room in rooms for path in room.get(role, ())] for role in roles},
        "files": [path for room in rooms for path in room.get("files", ())],
        "places": {name: place for room in rooms for name, place in room.get("places", {}).items()},
    }


if __name__ == "__main__":
    import django

    django.setup()
    print("WORLD " + json.dumps(make()))
