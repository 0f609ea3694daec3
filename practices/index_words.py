"""The searchable words of a practice, kept beside it in every language, so that an index is rebuilt from one table.

What can change without the practice being saved is added when a document is made: names of the city, labels of tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cities.labels import of_choices
from guidelines.labels import labels_for
from practices.outcomes import OutcomeCode
from practices.record import TEXTS, text_of
from search.documents import Text

if TYPE_CHECKING:
    from practices.publicity import PublicPractice

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("blocks", ("name", "description", "lesson")),
    ("preconditions", ("title", "note")),
    ("outcomes", ("indicator", "effect", "comparison_note")),
    ("steps", ("title", "description")),
    ("adoptions", ("changes", "result")),
    ("stakeholders", ("name",)),
    ("sources", ("title",)),
)
FAILURE = ("noticed", "differently", "still_worked")
TAGS = ("theme", "population", "approach", "lever", "justice")


def stored_words(view: PublicPractice) -> list[Any]:
    """Title, summary, body and keywords of one language, from the public record only."""
    record = view.record
    parts = [text_of(record, TEXTS)]
    for part, names in PARTS:
        parts += [text_of(item, names) for item in record.get(part) or ()]
    parts.append(text_of(record.get("failure") or {}, FAILURE))
    summary = "\n".join(filter(None, (record.get("claim"), record.get("summary"))))
    return [record["title"], summary, "\n".join(filter(None, parts)), list(record.get("keywords") or ())]


class TagWords:
    """Labels of tags and outcomes by language, each looked up once for all documents of a call."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], dict[str, str]] = {}

    def of(self, codes: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
        """Labels of the tags among a document's facet codes, so that a theme's name finds its practices."""
        words = [self._label(facet, code, language) for facet in (*TAGS, "outcome") for code in codes.get(facet, ())]
        return tuple(dict.fromkeys(word for word in words if word))

    def _label(self, facet: str, code: str, language: str) -> str:
        known = self._known.setdefault((facet, language), {})
        if code not in known:
            look_up = of_choices(OutcomeCode) if facet == "outcome" else labels_for(facet)
            known[code] = look_up([code], language).get(code, "")
        return known[code]


def text(language: str, stored: list[Any], names: tuple[str, ...], tags: tuple[str, ...]) -> Text:
    """The words of one language as the index takes them."""
    title, summary, body, keywords = stored
    return Text(language, title, summary, body, (*names, *keywords, *tags))
