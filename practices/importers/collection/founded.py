"""Judges what the statements of a practice rest on, and whether they carry the depth it claims. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from practices import richness
from practices.importers.collection.files import Issue, Record
from practices.provenance import EDITORIAL, problems, states, unfounded


def foundation(record: Record, founded: bool) -> Iterator[Issue]:
    """Issues of `rests_on`, `editorial` and `depth`.

    founded: whether every filled field must be in one of the two, the depth be what the answers carry, and every
    source be found under a DOI or an address.
    """
    data, keys = record.data, {source["key"] for source in record.data.get("sources") or ()}
    rests_on, editorial = data.get("rests_on") or {}, data.get("editorial") or []
    for place, message in problems(rests_on, editorial):
        yield Issue(record.file, place, message)
    for name, named in rests_on.items():
        if not named:
            yield Issue(record.file, f"rests_on.{name}", "names no source; give a key or remove it")
        for key in named or ():
            if key not in keys:
                yield Issue(record.file, f"rests_on.{name}", f'"{key}" is no key of this record\'s sources')
    for place, name in [*((f"rests_on.{n}", n) for n in rests_on), *(("editorial", n) for n in editorial)]:
        if not states(data, name):
            yield Issue(record.file, place, f'"{name}" says nothing in this record; remove it here')
    if founded and not data.get("stub"):
        yield from _depth(record)
        yield from _addresses(record)
        for name in unfounded(data):
            ours = " or list it under editorial" if name in EDITORIAL else ""
            yield Issue(record.file, name, f"rests on nothing; name its sources in rests_on{ours}, or remove it")


def _depth(record: Record) -> Iterator[Issue]:
    """A record does not claim more depth than its fields carry (docs/algorithms/richness.md); depth 1 always may."""
    claimed = str(record.data.get("depth") or 1)
    reached = max(richness.measure(record.data).reached, "1")
    if claimed > reached:
        open_ = [
            " or ".join(q.fields) for d in richness.DEPTHS if d <= claimed for q in richness.unanswered(record.data, d)
        ]
        hint = f"fill in some of {', '.join(open_)}, or lower it"
        yield Issue(record.file, "depth", f"says {claimed}; the filled fields carry {reached}: {hint}")


def _addresses(record: Record) -> Iterator[Issue]:
    """A reader finds every source of the collection: by its DOI, or at an address, if only that of its institution."""
    for number, source in enumerate(record.data.get("sources") or ()):
        if not source.get("doi") and not source.get("url"):
            place = f"sources[{number}]"
            yield Issue(record.file, place, "has no doi and no url; give the address where it is found")
