"""Shapes that several kinds of files in the collection share: codes, dates, languages, sources."""

from __future__ import annotations

from cities.choices import SourceKind
from cities.fields import PARTIAL_DATE
from practices.importers.collection import vocabulary as v
from practices.importers.collection.shapes import Choice, Known, ListOf, Map, Number, Text


def codes(of: type) -> Choice:
    """One of the codes of a TextChoices class."""
    return Choice(tuple(of.values))  # type: ignore[attr-defined]


CODE = Text(80, pattern=r"[a-z0-9]+(-[a-z0-9]+)*", example="lower-case-words-with-hyphens")
INDICATOR = Text(60, pattern=r"[a-z0-9]+([.-][a-z0-9]+)*", example="intentional-homicide")
LANGUAGE = Text(8, pattern=r"[a-z]{2,3}(-[a-z]{2,4})?", example="es")
DATE = Text(10, pattern=PARTIAL_DATE.strip("^$"), example='"2018", "2018-12" or "2018-12-05"')
YEAR = Number(1800, 2100, whole=True)
KEY = Text(60, pattern=r"[A-Za-z0-9_-]+", example="smith2019")
KEYS = ListOf(KEY)
URL = Text(500, pattern=r"https?://\S+", example="https://example.org/page")
LINE, PARAGRAPHS = Text(400), Text(8_000)
THEME = Known("theme (see the list of themes)", v.themes)
GROUP = Known("population group", lambda: v.terms("population-groups"))
PROVISION = Known("address in the Guidelines", v.provisions)
COUNTRY = Known("ISO 3166-1 country code", lambda: frozenset(v.countries()))

SOURCE = Map(
    {
        "key": KEY,
        "kind": codes(SourceKind),
        "authors": LINE,
        "title": Text(500),
        "year": YEAR,
        "publisher": Text(300),
        "journal": Text(300),
        "doi": Text(150, pattern=r"10\.\S+", example="10.1093/aje/kwr428"),
        "url": URL,
        "note": PARAGRAPHS,
    },
    required=("key", "kind", "title"),
)
SOURCES = ListOf(SOURCE)
