"""The marks beside the statements of a record: numbers of the sources each rests on, and which are the editors'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practices.provenance import ALSO, FIELDS, keys_for


def marks(record: Mapping[str, Any], refs: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Field → references (number and anchor) and whether it is the editors' reading; fields with neither are absent.

    record: in the shape of the contract. refs: key → reference. Names with a point are written with "_", as templates
    need them.
    """
    found = {}
    for name in (*FIELDS, *ALSO):
        numbered = [refs[key] for key in dict.fromkeys(keys_for(record, name)) if key in refs]
        ours = name in (record.get("editorial") or ())
        if name not in (record.get("rests_on") or {}) and (ours or name.startswith("blocks.")):
            numbered = []  # our reading has no sources of the part; those of the blocks stand once, at their heading
        numbered.sort(key=lambda ref: ref["number"])
        if numbered or ours:
            found[name.replace(".", "_")] = {"refs": numbered, "editorial": ours}
    return found
