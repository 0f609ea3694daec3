"""What the room hands to the search: practices and tools, through their `public()` gates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.labels import of_choices
from cities.models import CityPage
from cities.search_documents import LANGUAGES, place_names
from practices.cards import full_codes, title_and_claim
from practices.choices import RecordKind, ToolKind
from practices.computed import refresh_computed
from practices.evidence import finding
from practices.evidence_words import FINDINGS
from practices.index_words import TagWords, text
from practices.models import PracticePage, ToolPage
from practices.provision_links import facet_paths
from practices.querysets import PracticeQuerySet
from practices.tool_record import tool_relations
from search.documents import Document, Text
from search.sources import Card

# Columns read for a document and for a card: a practice has a hundred, and lists need a dozen.
COMMON = ("path", "depth", "numchild", "live", "first_published_at", "failure_visibility", "card")
INDEXED = (*COMMON, "words")
DRAWN = (
    *COMMON,
    "title",
    "url_path",
    "slug",
    "locale",
    "content_type",
    "code",
    "public_id",
    "kind",
    "language",
    "grade",
    "direction",
    "stub",
)


class PracticeSource:
    """Practices, anonymised ones as the public may know them."""

    kind = "practice"
    complete_cards = True  # a card is drawn from what is kept beside the record, every code included
    label = _("Practice")
    label_plural = _("Practices")

    def public_keys(self) -> Iterator[int]:
        return PracticePage.objects.public().order_by("pk").values_list("pk", flat=True).iterator()  # type: ignore[no-any-return]

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        tags, names = TagWords(), PlaceNames()
        for page in with_words(PracticePage.objects.public().filter(pk__in=keys)):
            yield practice_document(page, versions.get(page.pk, 0), tags, names)

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        pages = PracticePage.objects.public().filter(pk__in=keys).only(*DRAWN).with_cities()
        words = Words(language)
        return {page.pk: practice_card(page, language, words) for page in pages}


def with_words(public: PracticeQuerySet) -> list[PracticePage]:
    """Practices with what the index needs; rows written past the model (their words were never kept) are worked out."""
    pages = public.only(*INDEXED).with_cities()
    bare = [page.pk for page in pages if not page.words]
    if not bare:
        return pages
    filled = PracticePage.objects.public().filter(pk__in=bare).with_record().with_cities()
    for page in filled:
        refresh_computed(page)
    return [page for page in pages if page.words] + filled


class Words:
    """Labels cards need, looked up once for all of them."""

    def __init__(self, language: str) -> None:
        self.kinds = of_choices(RecordKind)(RecordKind.values, language)
        with translation.override(language):
            self.findings = {code: str(word) for code, word in FINDINGS.items()}
            self.kind, self.since = gettext("Kind"), gettext("Since")


class PlaceNames:
    """Every name of a city, worked out once for all its practices."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, ...]] = {}

    def of(self, city: CityPage) -> tuple[str, ...]:
        if city.pk not in self._known:
            self._known[city.pk] = place_names(city)
        return self._known[city.pk]


def practice_document(page: PracticePage, version: int, tags: TagWords, names: PlaceNames) -> Document:
    """A practice as the index knows it: its words in every language it has."""
    city = None if page.is_anonymised else page.lead_city
    codes = full_codes(page.card, city)
    places = names.of(city) if city else ()
    return Document(
        id=f"practice:{page.pk}",
        kind="practice",
        version=version,
        texts=tuple(text(code, words, places, tags.of(codes, code)) for code, words in page.words.items()),
        codes=codes,
        published=page.first_published_at.date() if page.first_published_at else None,
        place=city.title if city else "",
        location=city.location if city else None,
    )


def practice_card(page: PracticePage, language: str, words: Words) -> Card:
    """A practice as a result, from what is kept beside it and its city."""
    title, claim, shown = title_and_claim(page.card, language, page.language)
    city = None if page.is_anonymised else page.lead_city
    codes = full_codes(page.card, city)
    facts = [(words.kind, words.kinds[page.kind])]
    if codes.get("year"):
        facts.append((words.since, codes["year"][0]))
    found = finding(page.grade, page.direction)
    return Card(
        id=f"practice:{page.pk}",
        kind="practice",
        title=title,
        url=page.url or "",
        summary=claim,
        language=shown,
        place=f"{city.name(language)}, {city.country.name(language)}" if city else "",
        location=city.location if city else None,
        codes=codes,
        facts=tuple(facts),
        published=page.first_published_at.date() if page.first_published_at else None,
        extra={
            "grade": page.grade,
            "direction": page.direction,
            "finding": found,
            "code": page.public_code,
            "direction_word": words.findings[found] if found != "not-known" else "",
            "anonymised": page.is_anonymised,
            "did_not_work": page.kind == RecordKind.DID_NOT_WORK,
            "stub": page.stub,
            "demonstration": bool(city and city.demonstration),
        },
    )


class ToolSource:
    """Tools."""

    kind = "tool"
    label = _("Tool")
    label_plural = _("Tools")

    def public_keys(self) -> Iterator[int]:
        return ToolPage.objects.public().order_by("pk").values_list("pk", flat=True).iterator()  # type: ignore[no-any-return]

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        tags = TagWords()
        for page in ToolPage.objects.public().filter(pk__in=keys).prefetch_related(*tool_relations()):
            yield tool_document(page, versions.get(page.pk, 0), tags)

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        kinds = of_choices(ToolKind)(ToolKind.values, language)
        return {
            page.pk: Card(
                id=f"tool:{page.pk}",
                kind="tool",
                title=page.title,
                url=page.url or "",
                summary=page.summary,
                codes={"tool": (page.kind,), "step": tuple(page.steps)},
                extra={"stub": page.stub, "code": page.code},
                facts=((str(_("Kind")), kinds[page.kind]),),
            )
            for page in ToolPage.objects.public().filter(pk__in=keys)
        }


def tool_document(page: ToolPage, version: int, tags: TagWords) -> Document:
    """A tool as the index knows it; written in one language, and found by the labels of its tags in every other."""
    paths = facet_paths()
    codes: dict[str, Any] = {
        "theme": [link.tag.path for link in page.theme_links.all()],
        "population": [group.code for group in page.population.all()],
        "language": page.languages,
        "tool": [page.kind],
        "step": page.steps,
        "year": [str(page.year or "")],
        "provision": [paths[link.provision_id] for link in page.provisions.all() if link.provision_id in paths],
    }
    body = "\n".join(filter(None, (page.skills, page.data_kept, page.cost_note, page.licence)))
    found = {name: chosen for name, values in codes.items() if (chosen := tuple(filter(None, values)))}
    labels = {code: tags.of(found, code) for code in LANGUAGES}
    own = "\n".join(
        filter(None, (page.title, page.summary, body))
    )  # a text of labels alone would beat real translations
    return Document(
        id=f"tool:{page.pk}",
        kind="tool",
        version=version,
        texts=(
            Text("en", page.title, page.summary, body, (*page.makers, *labels["en"])),
            *(Text(code, "", body=own, keywords=words) for code, words in labels.items() if code != "en" and words),
        ),
        codes=found,
        published=page.first_published_at.date() if page.first_published_at else None,
    )
