"""Reads the collection's YAML files as plain mappings. Pure; never executes tags, never guesses encodings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

COLLECTION = Path(__file__).resolve().parent.parent.parent / "data" / "collection"
FOLDERS = {"cities": "city", "organisations": "organisation", "tools": "tool", "practices": "practice"}
TRANSLATIONS = "translations"
FRAMEWORK = "competencies.yaml"
BESIDE = ("README.md", FRAMEWORK)  # files that lie beside the folders
MAX_BYTES = 300_000


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong with a file: where it is, what it is, what to do. level: "error" or "warning"."""

    file: str
    place: str
    message: str
    level: str = "error"

    def __str__(self) -> str:
        place = f" {self.place}:" if self.place else ""
        return f"{self.level}: {self.file}:{place} {self.message}"


@dataclass(frozen=True, slots=True)
class Record:
    """A record as its file holds it. file: path relative to the collection. language: of a translation, else ""."""

    kind: str
    code: str
    file: str
    data: dict[str, Any]
    language: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 of the content, whatever its layout in the file."""
        return hash_of(self.data)


@dataclass
class Collection:
    """Everything that could be read, and what could not."""

    records: list[Record] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def of(self, kind: str) -> dict[str, Record]:
        """Code → record of one kind (not for translations)."""
        return {record.code: record for record in self.records if record.kind == kind}

    @property
    def translations(self) -> list[Record]:
        return [record for record in self.records if record.kind == "translation"]


class StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain values only; a key given twice is an error instead of a silent loss."""


def _mapping(loader: StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[str] = set()
    for key_node, _value in node.value:
        key = str(key_node.value)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key '{key}' is given twice", key_node.start_mark)
        seen.add(key)
    mapping: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return mapping


StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def hash_of(data: Any) -> str:
    """SHA-256 of plain data, independent of key order."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def read_collection(root: Path = COLLECTION) -> Collection:
    """Read every file below root. Unreadable files become issues; the rest is still read."""
    collection = Collection()
    for folder, kind in FOLDERS.items():
        for path in sorted((root / folder).glob("*.yaml")):
            read_file(collection, root, path, kind, "")
    for path in sorted((root / TRANSLATIONS).glob("*/*.yaml")):
        read_file(collection, root, path, "translation", path.parent.name)
    if (root / FRAMEWORK).exists():
        read_file(collection, root, root / FRAMEWORK, "framework", "")
    for path in _strangers(root):
        collection.issues.append(Issue(str(path.relative_to(root)), "", "is no .yaml file of a known folder; move it "
                                       f"to one of {', '.join(FOLDERS)} or translations/<language>", "warning"))
    return collection


def _strangers(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        known = (len(parts) == 2 and parts[0] in FOLDERS) or (len(parts) == 3 and parts[0] == TRANSLATIONS)
        if path.is_file() and not (known and path.suffix == ".yaml") and path.name not in BESIDE:
            yield path


def read_file(collection: Collection, root: Path, path: Path, kind: str, language: str) -> None:
    """Read one file into the collection, as a record or as an issue."""
    name = str(path.relative_to(root))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"is larger than {MAX_BYTES} bytes; split the record or shorten it")
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)  # noqa: S506 - a SafeLoader
        if not isinstance(data, dict):
            raise ValueError("holds no mapping; begin with 'schema: …'")
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        collection.issues.append(Issue(name, "", " ".join(str(error).split())))
        return
    collection.records.append(Record(kind, path.stem, name, data, language))
