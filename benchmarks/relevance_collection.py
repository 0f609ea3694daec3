"""Reading a judged collection: records, queries and judgements in the layout of BEIR (https://github.com/beir-cellar/beir)
or as TREC judgements. Every error names the file, the line and the remedy."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

SPLITS = ("test", "dev", "train")
HALVES = ("development", "hold-out")


class BadCollection(Exception):
    """A collection that cannot be read, in words that say what to change."""


@dataclass(frozen=True, slots=True)
class Record:
    """One document of the collection. language: two-letter code, "" when the collection does not tell."""

    id: str
    title: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of the collection."""

    id: str
    text: str
    language: str = ""


@dataclass(slots=True)
class Collection:
    """name: of the directory. queries: those with at least one relevant record. judged: query id → record id → grade.
    unusable: what was left out and why, for the report."""

    name: str
    corpus: Path
    queries: list[Asked]
    judged: dict[str, dict[str, int]]
    unusable: list[str] = field(default_factory=list)

    def records(self) -> Iterator[Record]:
        """The records, one at a time: a corpus need not fit in memory."""
        return read_records(self.corpus)


def load(directory: Path, split: str = "") -> Collection:
    """Read queries and judgements; records are streamed later.

    directory: holds corpus.jsonl, queries.jsonl and qrels/<split>.tsv or qrels.tsv (each may end in .gz). split: the
    name of the judgements; by default test, else dev, else train, else the only one. Raises BadCollection.
    """
    if not directory.is_dir():
        raise BadCollection(f"{directory}: no such directory. Give the directory that holds corpus.jsonl.")
    corpus, questions = _there(directory, "corpus.jsonl"), _there(directory, "queries.jsonl")
    qrels = _judgement_file(directory, split)
    texts = {asked.id: asked for asked in read_queries(questions)}
    judged = read_judgements(qrels)
    collection = Collection(directory.resolve().name, corpus, [], {})
    unknown = [key for key in judged if key not in texts]
    if len(unknown) == len(judged):
        raise BadCollection(
            f"{qrels}: none of its {len(judged)} queries is in {questions.name} (the first is '{next(iter(judged))}'). "
            "The ids of both files must be the same; look for a prefix or for swapped columns."
        )
    if unknown:
        message = f"{len(unknown)} judged queries are not in {questions.name} (first: '{unknown[0]}')"
        collection.unusable.append(f"{message}; left out")
    wordless = fruitless = 0
    for key, grades in judged.items():
        if key not in texts:
            continue
        if max(grades.values()) <= 0:
            fruitless += 1
            continue
        if not texts[key].text.strip():
            wordless += 1
            continue
        collection.judged[key] = grades
        collection.queries.append(texts[key])
    if fruitless:
        collection.unusable.append(f"{fruitless} queries have no relevant record; left out")
    if wordless:
        collection.unusable.append(f"{wordless} judged queries have no words; left out")
    if not collection.queries:
        raise BadCollection(f"{qrels}: no query has a relevant record (a score of 1 or more); nothing can be measured.")
    return collection


def narrowed(collection: Collection, half: str) -> Collection:
    """The collection with one half of its queries: weights are chosen on one and reported on the other.

    half: one of HALVES, "" for all. Which half a query is in depends on its id only. Raises BadCollection when the half
    is empty.
    """
    if not half:
        return collection
    odd = HALVES.index(half)
    kept = [q for q in collection.queries if hashlib.sha256(q.id.encode()).digest()[0] % 2 == odd]
    if not kept:
        raise BadCollection(f"{collection.name}: no query falls into the half '{half}'. Measure all of them.")
    return replace(collection, queries=kept, judged={q.id: collection.judged[q.id] for q in kept})


def read_records(path: Path) -> Iterator[Record]:
    """The lines of corpus.jsonl. Needs _id (or id, docid) and text (or contents, body); title and language are
    optional, other fields are ignored. Raises BadCollection."""
    seen: set[str] = set()
    for number, row in _rows(path):
        key = _id(path, number, row)
        if key in seen:
            raise BadCollection(f"{path}, line {number}: the id '{key}' was used before. Give each record its own.")
        seen.add(key)
        text = _words(row, "text", "contents", "body")
        title = _words(row, "title")
        if text is None and title is None:
            raise BadCollection(
                f"{path}, line {number}: no 'text' and no 'title'. Write the record's words into 'text'."
            )
        yield Record(key, title or "", text or "", _words(row, "language", "lang") or "")


def read_queries(path: Path) -> Iterator[Asked]:
    """The lines of queries.jsonl: _id, text, and language if the collection has several. Raises BadCollection."""
    seen: set[str] = set()
    for number, row in _rows(path):
        key, text = _id(path, number, row), _words(row, "text", "query")
        if key in seen:
            raise BadCollection(f"{path}, line {number}: the id '{key}' was used before. Give each query its own.")
        seen.add(key)
        if text is None:
            raise BadCollection(f"{path}, line {number}: no 'text'. Write the query's words into 'text'.")
        yield Asked(key, text, _words(row, "language", "lang") or "")


def read_judgements(path: Path) -> dict[str, dict[str, int]]:
    """Query id → record id → grade, from "query-id corpus-id score" (with or without that heading) or the four columns
    of TREC, "query 0 record grade". Columns are parted by tabs or blanks. Raises BadCollection."""
    judged: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        parts = line.rstrip("\r\n").split("\t") if "\t" in line else line.split()
        parts = [part.strip() for part in parts]
        if len(parts) not in (3, 4):
            raise BadCollection(
                f"{path}, line {number}: {len(parts)} columns. Write query id, record id and score, parted by tabs, "
                "or the four columns of TREC."
            )
        if number == 1 and not _is_number(parts[-1]):
            continue  # the heading
        if not _is_number(parts[-1]):
            raise BadCollection(f"{path}, line {number}: the score '{parts[-1]}' is no number. Write 0, 1, 2 …")
        query, record = parts[0], parts[-2]
        judged.setdefault(query, {})[record] = int(float(parts[-1]))
    if not judged:
        raise BadCollection(f"{path}: holds no judgement. Write one line per judged pair: query id, record id, score.")
    return judged


def _judgement_file(directory: Path, split: str) -> Path:
    found = {p.name.split(".")[0]: p for p in sorted((directory / "qrels").glob("*.tsv*"))}
    if split:
        if split not in found:
            known = ", ".join(found) or "none"
            raise BadCollection(f"{directory}/qrels/{split}.tsv: no such file. Splits there: {known}.")
        return found[split]
    for name in SPLITS:
        if name in found:
            return found[name]
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise BadCollection(f"{directory}/qrels: say which of {', '.join(found)} to use with --split.")
    return _there(directory, "qrels.tsv")


def _there(directory: Path, name: str) -> Path:
    for path in (directory / name, directory / f"{name}.gz"):
        if path.is_file():
            return path
    layout = "A collection is a directory with corpus.jsonl, queries.jsonl and qrels/test.tsv or qrels.tsv."
    raise BadCollection(f"{directory / name}: no such file (nor {name}.gz). {layout}")


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError as trouble:
            raise BadCollection(f"{path}, line {number}: not JSON ({trouble}). Write one object a line.") from None
        if not isinstance(row, dict):
            raise BadCollection(f'{path}, line {number}: not an object. Write {{"_id": …, "text": …}} on the line.')
        yield number, row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, with their numbers."""
    number = 0
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
    except UnicodeDecodeError:
        raise BadCollection(f"{path}, after line {number}: not UTF-8. Convert the file to UTF-8.") from None
    except (OSError, EOFError) as trouble:
        raise BadCollection(f"{path}, after line {number}: cannot be read ({trouble}).") from None


def _opened(path: Path) -> IO[str]:
    return gzip.open(path, "rt", encoding="utf-8-sig") if path.suffix == ".gz" else path.open(encoding="utf-8-sig")


def _id(path: Path, number: int, row: Mapping[str, Any]) -> str:
    for name in ("_id", "id", "docid"):
        if row.get(name) not in (None, ""):
            return str(row[name])
    raise BadCollection(f"{path}, line {number}: no '_id'. Give the line an id as the judgements name it.")


def _words(row: Mapping[str, Any], *names: str) -> str | None:
    for name in names:
        if row.get(name) is not None:
            return str(row[name])
    return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
