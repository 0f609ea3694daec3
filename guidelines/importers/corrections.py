"""Corrections of an import as a file: written from a plan, edited by hand, read again. Pure.

What the alignment found is written below for reference; a line of it that is copied up and changed is a correction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from guidelines.text.aligned import Alignment
from guidelines.text.corrections import BadCorrections, Corrections, corrections_from, found_by

MAX_BYTES = 5_000_000
HEAD = ("document", "against", "source")
FOR_REFERENCE = ("found", "found_deleted")


@dataclass(frozen=True)
class CorrectionsFile:
    """document: code of the text. against: number of the version it was aligned with. source: SHA-256 of the new text.
    "" and 0 when the file does not say: then it is taken for any."""

    corrections: Corrections = field(default_factory=Corrections)
    document: str = ""
    against: int = 0
    source: str = ""


def written_corrections(file: CorrectionsFile, alignment: Alignment | None = None) -> str:
    """The file's text: JSON in UTF-8, one provision a line; of an alignment, what is not as it was, for reference."""
    value = file.corrections.as_json()
    found = dict(_found(alignment)) if alignment else {}
    members = [f"{_json(name)}: {_json(getattr(file, name))}" for name in HEAD]
    members.append(f'"provisions": {_by_line(value["provisions"])}')
    members.append(f'"deleted": {_json(value["deleted"])}')
    if alignment:
        members.append(f'"found": {_by_line(found)}')
        members.append(f'"found_deleted": {_json([alignment.old[o].address for o in alignment.deleted])}')
    return "{\n" + ",\n".join(members) + "\n}\n"


def _found(alignment: Alignment) -> Iterable[tuple[str, dict[str, Any]]]:
    """Every provision that is not simply as it was, with how sure the alignment is."""
    said = found_by(alignment)
    for match in alignment.matches:
        if match.unsure or match.kind not in ("unchanged", "renumbered"):
            address = alignment.new[match.new].address
            sure = {"confidence": round(match.confidence, 2), "look": match.unsure, "reason": match.reason}
            yield address, {**said[address].as_json(), **sure}


def _by_line(values: dict[str, Any]) -> str:
    lines = [f"  {_json(address)}: {_json(value)}" for address, value in values.items()]
    return "{\n" + ",\n".join(lines) + "\n}" if lines else "{}"


def read_corrections(raw: bytes) -> CorrectionsFile:
    """Raises BadCorrections with the line or the address at fault."""
    if len(raw) > MAX_BYTES:
        raise BadCorrections(f"the file has {len(raw)} bytes; at most {MAX_BYTES}")
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadCorrections(f"line {line}: this is not UTF-8 text; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise BadCorrections(f"line {error.lineno}: this is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise BadCorrections("line 1: this is not a file of corrections") from error
    if not isinstance(value, dict):
        raise BadCorrections("line 1: corrections are an object with “provisions” and “deleted”")
    for name in FOR_REFERENCE:
        value.pop(name, None)
    unknown = sorted(set(value) - {*HEAD, "provisions", "deleted"})
    if unknown:
        raise BadCorrections(f"unknown name “{unknown[0]}”; there are {', '.join(HEAD)}, provisions, deleted")
    document, against, source = value.pop("document", ""), value.pop("against", 0), value.pop("source", "")
    if not (isinstance(document, str) and isinstance(source, str) and type(against) is int):
        raise BadCorrections("“document” and “source” are text, “against” is the number of a version")
    return CorrectionsFile(corrections_from({"provisions": {}, **value}), document, against, source)


def refuse_other_plan(file: CorrectionsFile, *, document: str, against: int, source: str) -> None:
    """Raise BadCorrections when a file says it was made for another text or version."""
    for name, wanted in (("document", document), ("against", against), ("source", source)):
        said = getattr(file, name)
        if said and said != wanted:
            raise BadCorrections(
                f"these corrections were made for “{name}” {said}, this import has {wanted or 'none'}; "
                "make them anew, or take that line out of the file if they hold here too"
            )


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadCorrections(f"“{name}” stands twice in the file; keep one of the two")
        found[name] = value
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
