"""Compares the collection with the site: what would be created, changed, kept. Pure values; prints itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from practices.importers.collection.files import Record

Action = Literal["create", "change", "unchanged", "kept", "deleted", "gone"]
MEANINGS: dict[str, str] = {
    "create": "not on the site yet",
    "change": "the file changed; nobody changed the record on the site",
    "unchanged": "file and site are as they were",
    "kept": "changed or made on the site; the file is not applied",
    "deleted": "loaded before and deleted on the site; stays deleted",
    "gone": "loaded before, its file is gone; stays on the site",
}
Key = tuple[str, str]


def key_of(record: Record) -> Key:
    """Kind and code; translations carry their language."""
    return (record.kind, f"{record.language}/{record.code}" if record.language else record.code)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the loader remembers of a record: hash of its file, hash of the site's record right after loading."""

    file_hash: str
    site_hash: str


@dataclass
class Plan:
    """One action for every record. work: the records to write, in the order of the files."""

    actions: dict[Key, Action] = field(default_factory=dict)
    work: list[Record] = field(default_factory=list)

    def counts(self) -> Counter[str]:
        return Counter(self.actions.values())

    def printed(self, *, everything: bool = False) -> str:
        """The plan as text: a line for every record that needs a word, then the totals."""
        lines = [f"{action:<10} {kind:<12} {code}" for (kind, code), action in self.actions.items()
                 if everything or action not in ("unchanged", "create")]
        counts = self.counts()
        lines += [f"{counts[action]:>5} {action}: {meaning}" for action, meaning in MEANINGS.items() if counts[action]]
        return "\n".join(lines) or "Nothing to load."


def decide(record: Record, site_hash: str | None, loaded: Loaded | None) -> Action:
    """What to do with one record. site_hash: None when the site has no such record."""
    if site_hash is None:
        return "create" if loaded is None else "deleted"
    if loaded is None or loaded.site_hash != site_hash:
        return "kept"
    return "unchanged" if loaded.file_hash == record.hash else "change"


def make_plan(records: list[Record], site: Mapping[Key, str], loaded: Mapping[Key, Loaded]) -> Plan:
    """Compare the files with the site's hashes and what was loaded before."""
    plan = Plan()
    for record in records:
        key = key_of(record)
        action = decide(record, site.get(key), loaded.get(key))
        plan.actions[key] = action
        if action in ("create", "change"):
            plan.work.append(record)
    plan.actions |= {key: "gone" for key in loaded if key not in plan.actions and key in site}
    return plan
