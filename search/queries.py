"""What is asked of an engine, as values; and the errors that tell what was wrong with the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from search import limits

Sort = Literal["relevance", "newest", "city"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "city")


class SearchError(Exception):
    """Anything the search cannot do, in words fit for the person who asked."""


class InvalidQuery(SearchError):
    """The question itself is wrong: names the parameter, the limit and the remedy."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(f"{parameter}: {message}")
        self.parameter = parameter
        self.message = message


class TooDeep(InvalidQuery):
    """The page lies beyond the depth limit."""


class SearchUnavailable(SearchError):
    """The engine did not answer; never shown as "no results". reason: what to look at, for operators, "" when the
    message says it all. Names settings, never their values."""

    def __init__(self, message: str = "", reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


def for_operators(trouble: SearchError) -> str:
    """The message with what to look at; for commands and the staff, never for visitors."""
    reason = trouble.reason if isinstance(trouble, SearchUnavailable) else ""
    return f"{trouble}: {reason}" if reason else str(trouble)


OUTDATED = "the index was made for an older definition: run manage.py search_rebuild"


class IndexOutdated(SearchUnavailable):
    """The index holds words by other rules than this release asks by: it would find too little and not say so."""

    def __init__(self) -> None:
        super().__init__(OUTDATED)


@dataclass(frozen=True, slots=True)
class Query:
    """One search.

    text: the person's words, never engine syntax; empty matches all. language: two-letter code the person reads, used
    to weigh texts of that language higher when the text does not tell its own; "" when not known. selected: facet →
    ticked codes (OR within, AND between). sort: see SORTS. page: from 1. size: hits per page. facets: names to count,
    None for every facet the engine knows. facet_values: values listed per facet. every_word: all words must occur
    (False: any of them). passage: the text is a passage given by a program (a claim, a paragraph), not typed into the
    form: it may have as many characters as limits.PASSAGE_CHARACTERS says and any number of words. No address or form
    can set it.
    """

    text: str = ""
    language: str = "en"
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    size: int = limits.PAGE_SIZE
    facets: tuple[str, ...] | None = None
    facet_values: int = limits.FACET_VALUES
    every_word: bool = True
    passage: bool = False

    @property
    def offset(self) -> int:
        """Hits before this page."""
        return (self.page - 1) * self.size


def check(query: Query, known_facets: Mapping[str, object]) -> Query:
    """The same query when it is within every limit.

    known_facets: mapping keyed by facet name (values are not looked at).
    Raises InvalidQuery naming the parameter, TooDeep when the page lies beyond limits.DEPTH hits.
    """
    _check_text(query)
    if query.sort not in SORTS:
        raise InvalidQuery("sort", f"unknown order; choose one of {', '.join(SORTS)}")
    for name in (*query.selected, *(query.facets or ())):
        if name not in known_facets:
            raise InvalidQuery(shown(name), f"unknown facet; known are {', '.join(sorted(known_facets))}")
    ticked = sum(len(values) for values in query.selected.values())
    if ticked > limits.SELECTED_VALUES:
        raise InvalidQuery("filters", f"{ticked} values ticked; at most {limits.SELECTED_VALUES} at once")
    if query.facets is not None and len(query.facets) > limits.FACETS:
        raise InvalidQuery("facets", f"at most {limits.FACETS} facets in one request")
    if not 1 <= query.facet_values <= limits.FACET_VALUES_MAX:
        raise InvalidQuery("facet_values", f"ask for 1 to {limits.FACET_VALUES_MAX} values")
    if not 1 <= query.size <= limits.PAGE_SIZE_MAX:
        raise InvalidQuery("per_page", f"ask for 1 to {limits.PAGE_SIZE_MAX} results a page")
    if query.page < 1:
        raise InvalidQuery("page", "pages are counted from 1")
    if query.offset + query.size > limits.DEPTH:
        last = limits.DEPTH // query.size
        raise TooDeep("page", f"only the first {limits.DEPTH} results can be paged (page {last}); narrow the search")
    return query


def _check_text(query: Query) -> None:
    text, most = query.text, limits.PASSAGE_CHARACTERS if query.passage else limits.QUERY_CHARACTERS
    if len(text) > most:
        raise InvalidQuery("q", f"{len(text)} characters; at most {most}. Use fewer words")
    if not query.passage and len(text.split()) > limits.QUERY_TERMS:
        raise InvalidQuery("q", f"{len(text.split())} words; at most {limits.QUERY_TERMS}. Use fewer words")
    if "\x00" in text:
        raise InvalidQuery("q", "contains a NUL character; remove it")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidQuery("q", "contains half of a character pair (a lone surrogate); retype it") from None


def shown(name: str) -> str:
    """A parameter name as an error may repeat it: short, printable, one line."""
    return "".join(c for c in name if c.isprintable())[:40] or "filter"
