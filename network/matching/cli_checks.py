"""What the command line checks before it works on a solution: that it fits the problem it is given with."""

from __future__ import annotations

import json
import sys
from typing import Any

from .amend import amended
from .codec import seal
from .errors import InputError
from .plan import Plan
from .problem_json import hashed
from .values import Problem


def without_extras(document: Any) -> Any:
    """Return a solution without what `repair --json` adds beside the plan."""
    return {k: v for k, v in document.items() if k != "trade_offs"} if isinstance(document, dict) else document


def problem_document(name: str, document: Any) -> Any:
    """Return a document that should be a problem; `InputError` for a solution in its place."""
    if isinstance(document, dict) and "upper_bound" in document:
        raise InputError(name, "is a solution, not a problem", "Give the problem first, then the solution")
    return document


def known(problem: Problem, city: str, option: str) -> str:
    """Return the id of a city of the problem; `InputError` naming the option otherwise."""
    if all(c.id != city for c in problem.cities):
        raise InputError(option, f"the problem has no city {json.dumps(city)}", "Give the id of a city of the problem")
    return city


def made_for(problem: Problem, plan: Plan) -> Problem:
    """Return the problem with the changes stored in the plan; `InputError` when the plan names cities it has not.

    A plan of another problem or an edited one is worked on all the same (a coordinator tries a rule on an old plan),
    with a note on stderr.
    """
    current = amended(problem, plan.amendments)
    ids = {c.id for c in current.cities}
    for n, group in enumerate(plan.groups):
        for m, city in enumerate(group.members):
            if city not in ids:
                remedy = "Give the problem this solution was made for"
                raise InputError(f"$.groups[{n}].members[{m}]", f"{json.dumps(city)} is no city of the problem", remedy)
    if plan.receipt.plan_sha256 != seal(plan):
        print("note: the solution was changed after it was made; verify says where", file=sys.stderr)
    if plan.receipt.input_sha256 != hashed(current):
        print("note: the solution was made for another problem or other settings", file=sys.stderr)
    return current
