"""A document as Elasticsearch holds it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from search.analysis import field_language
from search.analysis.terms import surface
from search.documents import Document, Text, expanded_codes
from search.facets import Facet
from search.ordering import city_key, newest_key

MARK_BEGIN, MARK_END = "\ue000", "\ue001"
"""Around a match in what the server sends back; taken out of every text on the way in."""

_UNWANTED = re.compile(f"[{MARK_BEGIN}{MARK_END}\ud800-\udfff\x00]")
_LONGEST_KEY = 400  # characters of a keyword; the server refuses terms over 32,766 bytes


def source(document: Document, facets: Mapping[str, Facet]) -> dict[str, Any]:
    """The JSON body of a document, for the mapping of these facets; codes of other facets are left out."""
    body: dict[str, Any] = {
        "id": document.id,
        "kind": document.kind,
        "version": document.version,
        "by_newest": newest_key(document),
        "by_city": city_key(document)[:_LONGEST_KEY],
        "titles": [{"language": text.language, "title": clean(text.title)} for text in document.texts],
        "codes": _codes(document, facets),
        "texts": _texts(document.texts),
        "options": list(_options(document)),
    }
    if document.published:
        body["published"] = document.published.isoformat()
    if document.place:
        body["place"] = clean(document.place)[:_LONGEST_KEY]
    if document.location:
        latitude, longitude = document.location
        body["location"] = {"lat": latitude, "lon": longitude}
    return body


def clean(text: str) -> str:
    """The text without what JSON or the marks of a match cannot carry."""
    return _UNWANTED.sub("", text)


def sendable(codes: Collection[str]) -> list[str]:
    """The codes that can stand in a request; the others (half character pairs) match nothing anyway."""
    return [code for code in codes if not _UNWANTED.search(code)]


def _codes(document: Document, facets: Mapping[str, Facet]) -> dict[str, list[str]]:
    codes = {name: list(expanded_codes(document, name, tree=facet.tree)) for name, facet in facets.items()}
    return {name: values for name, values in codes.items() if values}


def _texts(texts: Iterable[Text]) -> dict[str, dict[str, list[str]]]:
    """Field language → field → values. Texts that share an analysis are found as one."""
    grouped: dict[str, dict[str, list[str]]] = {}
    for text in texts:
        fields = grouped.setdefault(field_language(text.language), {})
        for name, values in (
            ("title", (text.title,)),
            ("keywords", text.keywords),
            ("summary", (text.summary,)),
            ("body", (text.body,)),
        ):
            written = [unicodedata.normalize("NFC", clean(value)) for value in values if value]
            if written:
                fields.setdefault(name, []).extend(written)
    return grouped


def _options(document: Document) -> Iterable[dict[str, Any]]:
    """What a person may be offered while typing: titles and keywords, each with its words folded."""
    for text in document.texts:
        options = [(text.title, document.id, document.kind), *((word, "", "") for word in text.keywords)]
        for shown, document_id, kind in options:
            words = surface(clean(shown))
            whole = " ".join(words)[:_LONGEST_KEY]
            if words:
                yield {
                    "order": f"{len(whole):04d} {whole}",
                    "whole": whole,
                    "words": sorted({word[:_LONGEST_KEY] for word in words}),
                    "language": text.language[:2],
                    "text": clean(shown),
                    "kind": kind,
                    "id": document_id,
                }
