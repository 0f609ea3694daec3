"""The index's fields, and a document turned into them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import tantivy

from search.analysis import FIELD_LANGUAGES, field_language, positions, terms
from search.analysis.folding import fold
from search.analysis.terms import surface, text_analyzer
from search.documents import Document, Text, Tombstone, expanded_codes
from search.facets import Facet
from search.ordering import city_key, newest_key

LAYOUT = 2  # raise when what is written into a field changes; fields and analysis are noticed by themselves

LIVE, GONE = "live", "gone"
SORT_FIELDS = {"newest": "newest_key", "city": "city_key"}


def facet_field(name: str) -> str:
    """The index field of a facet's codes."""
    return f"facet_{name}"


def title_field(language: str) -> str:
    """Titles and keywords in one field language."""
    return f"title_{language}"


def text_field(language: str) -> str:
    """All words in one field language, titles and keywords included."""
    return f"text_{language}"


PROBE = """Les écoles de l'Été ; well-lit STREETS №7, İstanbul, λόγος, niños más seguros, улицы ещё без освещения,
    المدينة والأسواق، الشوارعِ, 安全城市 GIS, ٣٤ 11.7"""
"""Words whose terms tell one set of rules from another."""


def fingerprint(facets: Mapping[str, Facet]) -> str:
    """Changes when an index must be built anew: other facets or fields, other terms made of the same words."""
    rules = [[language, terms(PROBE, language)] for language in FIELD_LANGUAGES]
    parts = [field.name for field in dataclasses.fields(Text)]
    described = json.dumps([LAYOUT, tantivy.__version__, parts, rules, [[f.name, f.tree] for f in facets.values()]])
    return hashlib.sha256(described.encode()).hexdigest()[:12]


def build_schema(facets: Mapping[str, Facet]) -> tantivy.Schema:
    """The fields of an index that knows these facets.

    id, version, state: upkeep. speaks: the field languages of its texts. source: the texts as stored, for snippets.
    names: whole titles and keywords, for suggestions; name_words their words; words: the vocabulary for spelling. Texts
    are split per language, because each language has its own stemmer; text_* holds everything, title_* the titles and
    keywords again.
    """
    b = tantivy.SchemaBuilder()
    b.add_text_field("id", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    b.add_unsigned_field("version", indexed=True, fast=True)
    b.add_text_field("state", tokenizer_name="raw", index_option="basic")
    b.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    b.add_text_field("speaks", tokenizer_name="raw", index_option="basic")
    b.add_bytes_field("source", stored=True)
    for field in SORT_FIELDS.values():
        b.add_text_field(field, fast=True, tokenizer_name="raw", index_option="basic")
    b.add_text_field("names", tokenizer_name="raw", index_option="basic")
    b.add_text_field("name_words", tokenizer_name="surface", index_option="basic")
    b.add_text_field("words", tokenizer_name="surface", index_option="basic")
    for language in FIELD_LANGUAGES:
        b.add_text_field(title_field(language), tokenizer_name=f"lang_{language}")
        b.add_text_field(text_field(language), tokenizer_name=f"lang_{language}")
    for name in facets:
        b.add_text_field(facet_field(name), fast=True, tokenizer_name="raw", index_option="basic")
    return b.build()


def open_index(schema: tantivy.Schema, path: Path) -> tantivy.Index:
    """The index in that directory, created when empty, with its analyzers; readers reload only when told."""
    index = tantivy.Index(schema, str(path))
    for language in FIELD_LANGUAGES:
        index.register_tokenizer(f"lang_{language}", text_analyzer(language))
    index.register_tokenizer("surface", text_analyzer("xx"))
    index.config_reader("manual")
    return index


def fields_of(document: Document, facets: Mapping[str, Facet]) -> tantivy.Document:
    """A document as the index takes it."""
    out = tantivy.Document(
        id=document.id,
        state=LIVE,
        kind=document.kind,
        newest_key=newest_key(document),
        city_key=city_key(document),
    )
    out.add_unsigned("version", document.version)
    out.add_bytes("source", source_of(document.texts))
    for name in {" ".join(surface(n)) for t in document.texts for n in (t.title, *t.keywords)} - {""}:
        out.add_text("names", name)
    for language in dict.fromkeys(field_language(text.language) for text in document.texts):
        out.add_text("speaks", language)
    for text in document.texts:
        _add_text(out, text)
    for facet in facets.values():
        for code in expanded_codes(document, facet.name, tree=facet.tree):
            out.add_text(facet_field(facet.name), code)
    return out


def _add_text(out: tantivy.Document, text: Text) -> None:
    language = field_language(text.language)
    for name in (text.title, *text.keywords):
        out.add_text("name_words", fold(name, "xx"))
        out.add_text("words", fold(name, "xx"))
        _add_words(out, title_field(language), name, language)
        _add_words(out, text_field(language), name, language)
    out.add_text("words", fold(text.summary, "xx"))
    for value in (text.summary, text.body):
        _add_words(out, text_field(language), value, language)


def _add_words(out: tantivy.Document, field: str, value: str, language: str) -> None:
    if not value:
        return
    if language != "zh":
        out.add_text(field, fold(value, language))
        return
    tokens = [tantivy.Token(term, place, start, end) for place, term, start, end in positions(value)]
    out.add_pre_tokenized_text(field, tantivy.PreTokenizedString(value, tokens))


def grave_of(tombstone: Tombstone) -> tantivy.Document:
    """What remains of a forgotten document: its id and version, so that a late old write cannot revive it."""
    out = tantivy.Document(id=tombstone.id, state=GONE)
    out.add_unsigned("version", tombstone.version)
    return out


def source_of(texts: Iterable[Text]) -> bytes:
    """Texts as stored beside the index."""
    rows = [[t.language, t.title, t.summary, t.body, list(t.keywords)] for t in texts]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def texts_of(source: bytes) -> Iterator[Text]:
    """The inverse of source_of."""
    for language, title, summary, body, keywords in json.loads(source):
        yield Text(language, title, summary, body, tuple(keywords))
