"""Our own judged set: the starter collection's records, read from its files without a database, with the queries and
judgements of tests/search/relevance/judged (how they were made is told there).

The words are those the site indexes (practices.index_words, cities.search_documents, guidelines): title, claim,
summary, the texts of the record, names of places, labels of tags, in every language the record has. Ids: "kind:code".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from benchmarks.relevance_collection import Collection, read_judgements, read_queries
from practices.importers.collection.files import Record, read_collection
from practices.index_words import stored_words
from search.documents import Document, Text

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "tests" / "search" / "relevance" / "judged"
VOCABULARY = ROOT / "guidelines" / "data" / "vocabulary"
TAGS = {
    "themes": ("themes.json", "groups"),
    "approaches": ("approaches.json", "terms"),
    "levers": ("levers.json", "terms"),
    "justice": ("justice-strands.json", "terms"),
    "population": ("population-groups.json", "terms"),
}


def load_own() -> Collection:
    """Queries and judgements; the records come from `own_documents`."""
    judged = read_judgements(JUDGED / "qrels.tsv")
    queries = [asked for asked in read_queries(JUDGED / "queries.jsonl") if asked.id in judged]
    return Collection("own", JUDGED, queries, judged)


@cache
def own_documents() -> tuple[Document, ...]:
    """Practices, tools, cities, organisations and provisions, in a stable order."""
    collection = read_collection()
    translations: dict[str, list[Record]] = {}
    for record in collection.translations:
        translations.setdefault(record.code, []).append(record)
    cities = {code: _place_names(record.data) for code, record in collection.of("city").items()}
    found = [_practice(r, translations.get(r.code, []), cities) for r in collection.of("practice").values()]
    found += [_document("city", r.code, r.data["name"], r.data, cities[r.code]) for r in collection.of("city").values()]
    for kind in ("tool", "organisation"):
        found += [_document(kind, r.code, r.data["name"], r.data, _acronym(r)) for r in collection.of(kind).values()]
    found += _provisions()
    return tuple(found)


def _practice(record: Record, translations: list[Record], cities: Mapping[str, tuple[str, ...]]) -> Document:
    places = cities.get(record.data.get("city") or "", ())
    original = record.data.get("language") or "en"
    texts = [_text(original, record.data, record.data, places)]
    texts += [_text(t.language, record.data | t.data, record.data, places) for t in translations]
    return Document(f"practice:{record.code}", "practice", 1, tuple(texts))


def _text(language: str, data: Mapping[str, Any], tagged: Mapping[str, Any], places: tuple[str, ...]) -> Text:
    title, summary, body, keywords = stored_words(SimpleNamespace(record=data))  # type: ignore[arg-type]
    labels = _labels(tagged, language)
    return Text(language, title, summary, body, tuple(dict.fromkeys((*places, *keywords, *labels))))


def _document(kind: str, code: str, name: str, data: Mapping[str, Any], keywords: tuple[str, ...]) -> Document:
    body = [data.get("acronym") or "", *(str(v) for v in data.get("services") or ())]
    body += [str(power.get("note") or "") for power in data.get("powers") or ()]
    body += [str(data.get(part) or "") for part in ("skills", "data_needed", "limits", "how_to_start")]
    keywords = (*keywords, *(data.get("makers") or ()))
    texts = (Text("en", name, data.get("summary") or "", "\n".join(filter(None, body)), keywords),)
    return Document(f"{kind}:{code}", kind, 1, texts)


def _acronym(record: Record) -> tuple[str, ...]:
    return (record.data["acronym"],) if record.data.get("acronym") else ()


def _place_names(city: Mapping[str, Any]) -> tuple[str, ...]:
    names = [city["name"], *(city.get("names") or {}).values(), *_countries().get(city.get("country") or "", ())]
    return tuple(dict.fromkeys(names))


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    held = json.loads((ROOT / "cities" / "data" / "countries.json").read_text())
    return {row["code"]: tuple(row["names"].values()) for row in held["countries"]}


def _labels(data: Mapping[str, Any], language: str) -> Iterator[str]:
    for tag in TAGS:
        for item in data.get(tag) or ():
            code = item["group"] if isinstance(item, Mapping) else item
            if label := _label_of(tag).get(code, {}).get(language):
                yield label


@cache
def _label_of(tag: str) -> Mapping[str, Mapping[str, str]]:
    name, part = TAGS[tag]
    held = json.loads((VOCABULARY / name).read_text())
    rows = [theme for group in held[part] for theme in group["themes"]] if part == "groups" else held[part]
    return {row["code"]: row["labels"] for row in rows}


def _provisions() -> Iterator[Document]:
    path = ROOT / "guidelines" / "data" / "digests" / "un-safer-cities-guidelines.yaml"
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    guideline = held["document"]["title"]
    for section in held["sections"]:
        for row in _with_children(section["provisions"]):
            title = f"{row['address']} {row.get('heading') or ''}".strip()
            themes = [label["en"] for code in row.get("themes") or () if (label := _label_of("themes").get(code))]
            texts = (Text("en", title, row.get("digest") or "", "", (guideline, *themes)),)
            yield Document(f"provision:{row['address']}", "provision", 1, texts)


def _with_children(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for row in rows:
        yield row
        yield from _with_children(row.get("children") or ())
