"""The closed mapping of the index, generated from the document definition and the facets, and its text analysis.

The analysis mirrors search.analysis step by step (marks, letters, words, case, accents, Snowball stem), so that both
engines find the same documents; docs/algorithms/faceting.md has the rules.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from functools import lru_cache
from typing import Any

from search import limits
from search.analysis import folding
from search.analysis.languages import FIELD_LANGUAGES, STEMMERS
from search.analysis.terms import LONGEST_TERM
from search.engines.elastic import library as es
from search.facets import Facet

FIELDS = ("title", "keywords", "summary", "body")
"""The searchable parts of a text, per language: texts.en.title …"""

WHOLE = "whole"
"""All of them as one: what is searched and weighed; the parts are for marks and for the weight of names."""

NO_LETTER = r"[^\p{IsAlphabetic}\p{N}]+"
MARKS = r"[\u0300-\u036f\u064b-\u065f\u0670\u0640\u00ad\u200b-\u200d\ue000\ue001]"
LETTERS = tuple(f"{written}=>{folded}" for written, folded in folding.LETTERS.items())
ARABIC_ARTICLE = r"(?U)\b(?:[وفبك]?ال)(?=\w{3,})"

_MARKS = es.analysis.char_filter("without_marks", "pattern_replace", pattern=MARKS, replacement="")
_LETTERS = es.analysis.char_filter("same_letters", "mapping", mappings=list(LETTERS))
_ARTICLE = es.analysis.char_filter("without_article", "pattern_replace", pattern=ARABIC_ARTICLE, replacement="")
_BLANKS = es.analysis.char_filter("letters_only", "pattern_replace", pattern=NO_LETTER, replacement=" ")
_WORDS = es.analysis.tokenizer("words", "pattern", pattern=NO_LETTER)
_SHORT = es.analysis.token_filter("not_too_long", "length", min=1, max=LONGEST_TERM)
_PAIRS = es.analysis.token_filter("pairs", "cjk_bigram", output_unigrams=True)


def text_analyzer(language: str) -> Any:
    """How texts of one field language are cut into terms."""
    if language == "zh":
        return es.analysis.analyzer(
            "text_zh",
            char_filter=[_MARKS, _LETTERS, _BLANKS],
            tokenizer="standard",
            filter=[_PAIRS, "lowercase", "asciifolding", _SHORT],
        )
    return es.analysis.analyzer(
        f"text_{language}",
        char_filter=[_MARKS, _LETTERS, *([_ARTICLE] if language == "ar" else [])],
        tokenizer=_WORDS,
        filter=["lowercase", "asciifolding", *_stemmer(language), _SHORT],
    )


def asked_analyzer(language: str) -> Any:
    """How the words of a query are treated: they come folded and split (see asking.py), so only the stem is cut."""
    return es.analysis.analyzer(f"asked_{language}", tokenizer="whitespace", filter=_stemmer(language))


def _stemmer(language: str) -> list[Any]:
    if language not in STEMMERS:
        return []
    name = STEMMERS[language].capitalize()
    return [es.analysis.token_filter(f"stem_{language}", "snowball", language=name)]


def _language_fields(language: str) -> es.Object:
    text = {"analyzer": text_analyzer(language), "search_analyzer": asked_analyzer(language)}
    fields = {name: es.Text(**text, copy_to=["spelling", f"texts.{language}.{WHOLE}"]) for name in FIELDS}
    fields[WHOLE] = es.Text(**text)
    return es.Object(properties=fields, dynamic="strict")


def build(facets: Iterable[str]) -> es.Mapping:
    """The mapping for an index that knows these facets; what it does not name is refused by the server."""
    surface = es.analysis.analyzer(
        "text_surface",
        char_filter=[_MARKS, _LETTERS],
        tokenizer=_WORDS,
        filter=["lowercase", "asciifolding", _SHORT],
    )
    as_asked = es.analysis.analyzer("asked_surface", tokenizer="whitespace", filter=[])
    options = {name: es.Keyword() for name in ("order", "whole", "words", "language", "id")}
    options |= {name: es.Keyword(index=False, doc_values=False) for name in ("text", "kind")}
    mapping = es.Mapping()
    mapping.meta("dynamic", "strict")
    for name in ("id", "kind", "place", "by_newest", "by_city"):
        mapping.field(name, es.Keyword())
    mapping.field("version", es.Long())
    mapping.field("published", es.Date(format="strict_date"))
    mapping.field("location", es.GeoPoint())
    mapping.field("titles", es.Object(enabled=False))
    mapping.field("codes", es.Object(dynamic="strict", properties={name: es.Keyword() for name in facets}))
    languages = {language: _language_fields(language) for language in FIELD_LANGUAGES}
    mapping.field("texts", es.Object(dynamic="strict", properties=languages))
    spelling = es.Text(analyzer=surface, search_analyzer=as_asked, norms=False, index_options="docs")
    mapping.field("spelling", spelling)
    mapping.field("options", es.Nested(dynamic="strict", properties=options))
    return mapping


SETTINGS: dict[str, Any] = {
    # One shard: facet counts are exact only within a shard, and one holds millions of records of this size.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "1s",
    # Elasticsearch forgets the version of a deleted document after this time; a late old write must not revive it.
    "gc_deletes": "1h",
    "max_result_window": max(limits.DEPTH, 1_000),
}


def definition(facets: AbstractMapping[str, Facet]) -> dict[str, Any]:
    """What an index is created with: settings (analysis included) and mappings, marked with the digest of all."""
    return copy.deepcopy(_definition(_told(facets)))


def digest(facets: AbstractMapping[str, Facet]) -> str:
    """Eight characters that change with the definition; index names end with them."""
    mark: str = _definition(_told(facets))["mappings"]["_meta"]["definition"]
    return mark


def fits(meta: AbstractMapping[str, Any], facets: AbstractMapping[str, Facet]) -> bool:
    """Whether words are looked for as the index holds them. meta: the `_meta` of its mapping. An index that knows fewer
    facets fits: it learns them with the next writing."""
    ours = _definition(_told(facets))["mappings"]["_meta"]
    return meta == ours or meta.get("words", "") == ours["words"]


def _told(facets: AbstractMapping[str, Facet]) -> tuple[tuple[str, bool], ...]:
    return tuple((name, facet.tree) for name, facet in facets.items())


@lru_cache(maxsize=8)
def _definition(facets: tuple[tuple[str, bool], ...]) -> dict[str, Any]:
    index = es.Index("unnamed")
    index.settings(**SETTINGS)
    index.mapping(build(name for name, _ in facets))
    made: dict[str, Any] = index.to_dict()
    # Whether a facet is a tree changes what documents hold, though not the mapping.
    written = json.dumps([made, sorted(facets)], sort_keys=True)
    made["mappings"]["_meta"] = {"definition": _mark(written), "words": _mark(_words(made))}
    return made


def _mark(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()[:8]


def _words(made: AbstractMapping[str, Any]) -> str:
    """The part of a definition that decides what a word finds: the analysis, and all fields but those of facets."""
    fields = {name: field for name, field in made["mappings"]["properties"].items() if name != "codes"}
    return json.dumps([made["settings"]["analysis"], fields], sort_keys=True)


def fields(language: str, names: Iterable[str]) -> list[str]:
    """Names of the fields of a language, as queries take them."""
    return [f"texts.{language}.{name}" for name in names]
