"""What the room hands to the search: practices and tools, through their `public()` gates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.labels import of_choices
from cities.search_documents import place_names
from guidelines.labels import labels_for
from practices.cards import full_codes, title_and_claim
from practices.choices import RecordKind, ToolKind
from practices.evidence import finding
from practices.evidence_words import FINDINGS
from practices.models import PracticePage, ToolPage
from practices.outcomes import OutcomeCode
from practices.provision_links import facet_paths
from practices.publicity import PublicPractice, public_practice
from practices.record import TEXTS, text_of
from practices.tool_record import TOOL_RELATIONS
from search.documents import Document, Text
from search.sources import Card


class PracticeSource:
    """Practices, anonymised ones as the public may know them."""

    kind = "practice"
    label = _("Practice")
    label_plural = _("Practices")

    def public_keys(self) -> Iterator[int]:
        return PracticePage.objects.public().order_by("pk").values_list("pk", flat=True).iterator()  # type: ignore[no-any-return]

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        for page in PracticePage.objects.public().filter(pk__in=keys).with_record().with_cities():
            yield practice_document(page, versions.get(page.pk, 0))

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        pages = PracticePage.objects.public().filter(pk__in=keys).with_cities()
        words = Words(language)
        return {page.pk: practice_card(page, language, words) for page in pages}


class Words:
    """Labels cards need, looked up once for all of them."""

    def __init__(self, language: str) -> None:
        self.kinds = of_choices(RecordKind)(RecordKind.values, language)
        with translation.override(language):
            self.findings = {code: str(word) for code, word in FINDINGS.items()}
            self.kind, self.since = gettext("Kind"), gettext("Since")


def practice_document(page: PracticePage, version: int) -> Document:
    """A practice as the index knows it: its words in every language it has."""
    original = public_practice(page, page.language)
    views = [original] + [public_practice(page, code) for code, status in original.languages if status != "original"]
    names = () if original.anonymised else place_names(page.lead_city)
    themes = tuple(link.tag.path for link in page.theme_links.all())
    return Document(
        id=f"practice:{page.pk}",
        kind="practice",
        version=version,
        texts=tuple(practice_text(view, names, themes) for view in {view.language: view for view in views}.values()),
        codes=full_codes(page.card, original.city),
        published=original.published,
        place=original.city.title if original.city else "",
        location=original.location,
    )


def practice_text(view: PublicPractice, names: tuple[str, ...], themes: tuple[str, ...]) -> Text:
    """The searchable words of a practice in one language. themes: paths of its themes."""
    record = view.record
    parts = [text_of(record, TEXTS)]
    for part, keys in (
        ("blocks", ("name", "description", "lesson")),
        ("preconditions", ("title", "note")),
        ("outcomes", ("indicator", "effect", "comparison_note")),
        ("steps", ("title", "description")),
        ("adoptions", ("changes", "result")),
        ("stakeholders", ("name",)),
        ("sources", ("title",)),
    ):
        parts += [text_of(item, keys) for item in record.get(part) or ()]
    parts.append(text_of(record.get("failure") or {}, ("noticed", "differently", "still_worked")))
    return Text(
        language=view.language,
        title=record["title"],
        summary="\n".join(filter(None, (record.get("claim"), record.get("summary")))),
        body="\n".join(filter(None, parts)),
        keywords=(*names, *(record.get("keywords") or ()), *tag_words(record, themes, view.language)),
    )


def tag_words(record: Mapping[str, Any], themes: Collection[str], language: str) -> tuple[str, ...]:
    """Labels of the tags in the language of the text, so that a theme's name finds its practices."""
    codes = {
        "theme": themes,
        "population": [row["group"] for row in record["population"]],
        "approach": record["approaches"],
        "lever": record["levers"],
        "justice": record["justice"],
    }
    words: list[str] = []
    for facet, found in codes.items():
        words += labels_for(facet)(found, language).values()
    words += of_choices(OutcomeCode)([item["outcome"] for item in record["outcomes"]], language).values()
    return tuple(dict.fromkeys(words))


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
        for page in ToolPage.objects.public().filter(pk__in=keys).prefetch_related(*TOOL_RELATIONS):
            yield tool_document(page, versions.get(page.pk, 0))

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


def tool_document(page: ToolPage, version: int) -> Document:
    """A tool as the index knows it."""
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
    return Document(
        id=f"tool:{page.pk}",
        kind="tool",
        version=version,
        texts=(Text("en", page.title, page.summary, body, tuple(page.makers)),),
        codes={name: found for name, values in codes.items() if (found := tuple(filter(None, values)))},
        published=page.first_published_at.date() if page.first_published_at else None,
    )
