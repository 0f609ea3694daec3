"""Saved searches: keep one, change it, forget it."""

from __future__ import annotations

from django.db import transaction
from django.http import QueryDict
from django.utils.http import urlencode

from search import sources
from search.addresses import parameters
from search.form import Asked, parse
from search.models import KnownRecord, SavedSearch
from search.queries import Query, SearchError
from search.telling import newest_ids

MOST = 50


class SaveSearchNotPossible(SearchError):
    """Says why the search was not saved and what to do."""


def canonical(query_string: str, language: str) -> str:
    """The one form of a search's parameters. Raises InvalidQuery for parameters that are wrong."""
    asked = parse(QueryDict(query_string), sources.all_facets(), language)
    plain = Asked(Query(asked.query.text, language, asked.query.selected, every_word=asked.query.every_word))
    return urlencode(parameters(plain))


@transaction.atomic
def save_search(*, owner: object, query_string: str, language: str, name: str, frequency: str) -> SavedSearch:
    """Keep a search for a person; what it finds now counts as known.

    query_string: what stands after the question mark of the results page. frequency: of SavedSearch.Frequency.
    Returns the saved search, the existing one when the person has it already (its name and frequency are changed).
    Raises InvalidQuery, SaveSearchNotPossible (too many, unknown frequency), SearchUnavailable.
    """
    if frequency not in SavedSearch.Frequency.values:
        raise SaveSearchNotPossible(f"Choose how often: {', '.join(SavedSearch.Frequency.values)}.")
    given = canonical(query_string, language)
    mine = SavedSearch.objects.filter(owner=owner)
    saved = mine.filter(parameters=given).first()
    if saved is None and mine.count() >= MOST:
        raise SaveSearchNotPossible(f"You have {MOST} saved searches, the most one person can keep. Delete one first.")
    if saved is None:
        saved = SavedSearch(owner=owner, parameters=given)
    is_new = saved.pk is None
    saved.name, saved.language, saved.frequency = (
        " ".join(name.split())[:120] or default_name(given),
        language,
        frequency,
    )
    saved.save()
    if is_new:
        known = [KnownRecord(search=saved, document_id=key) for key in newest_ids(saved, everything=True)]
        KnownRecord.objects.bulk_create(known, ignore_conflicts=True)
    return saved


def default_name(query_string: str) -> str:
    """A name from the words and codes of the search."""
    found = [value for _, values in QueryDict(query_string).lists() for value in values]
    return ", ".join(found)[:120] or "*"


@transaction.atomic
def change_frequency(*, search: SavedSearch, frequency: str) -> None:
    """Other e-mails, or none. Raises SaveSearchNotPossible for an unknown frequency."""
    if frequency not in SavedSearch.Frequency.values:
        raise SaveSearchNotPossible(f"Choose how often: {', '.join(SavedSearch.Frequency.values)}.")
    SavedSearch.objects.filter(pk=search.pk).update(frequency=frequency)


def forget_search(*, search: SavedSearch) -> None:
    """Delete a saved search with all that is known of it."""
    search.delete()
