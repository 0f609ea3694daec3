"""What the room hands to the search: practices and tools, through their `public()` gates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cities.labels import of_choices
from cities.search_documents import place_codes, place_names
from guidelines.labels import labels_for
from practices.choices import RecordKind, ToolKind
from practices.models import PracticePage, ToolPage
from practices.outcomes import OutcomeCode
from practices.provision_links import facet_codes
from practices.publicity import PublicPractice, public_practice, public_practices
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
        pages = PracticePage.objects.public().filter(pk__in=keys).with_record().with_cities()
        paths = provision_paths(pages)
        for page in pages:
            yield practice_document(page, versions.get(page.pk, 0), paths)

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        pages = PracticePage.objects.public().filter(pk__in=keys).with_record()
        kinds = of_choices(RecordKind)(RecordKind.values, language)
        return {view.id: practice_card(view, language, kinds) for view in public_practices(pages, language)}


def provision_paths(pages: Iterable[Any]) -> Mapping[tuple[str, str], str]:
    """(document, address) of the pages' links → code of the facet "provision", in a constant number of queries."""
    return facet_codes({(link.document, link.address) for page in pages for link in page.provisions.all()})


def practice_codes(page: PracticePage, view: PublicPractice,
                   paths: Mapping[tuple[str, str], str]) -> dict[str, tuple[str, ...]]:
    """Facet codes of a practice, from its public record only. An anonymised one counts under its region, no country."""
    record = view.record
    theme_paths = {link.tag.code: link.tag.path for link in page.theme_links.all()}
    codes: dict[str, Any] = {
        "record": [record["kind"]], "theme": [theme_paths[code] for code in record["themes"]],
        "sdg": [f"{link['target'].split('.')[0]}/{link['target']}" for link in record["sdg"]],
        "population": [row["group"] for row in record["population"]], "approach": record["approaches"],
        "lever": record["levers"], "justice": record["justice"],
        "provision": [paths[key] for link in record["provisions"]
                      if (key := (link["document"], link["address"])) in paths],
        "grade": [view.grade], "direction": {item["direction"] for item in record["outcomes"]} or {view.direction},
        "outcome": [item["outcome"] for item in record["outcomes"]],
        "failure": (record["failure"] or {}).get("modes") or [], "lifecycle": [record["lifecycle"]],
        "scale": [record["scale"]], "cost": [view.cost_band], "language": [code for code, _status in view.languages],
        "year": [str(record.get("start") or "")[:4]],
    }
    if view.city:
        codes |= place_codes(view.city)
    else:
        codes |= {"region": [view.region], "income": [view.income_group]}
    plain = {name: tuple(dict.fromkeys(v for v in values if v)) for name, values in codes.items()}
    return {name: tuple(sorted(values)) if name == "direction" else values for name, values in plain.items() if values}


def practice_document(page: PracticePage, version: int, paths: Mapping[tuple[str, str], str]) -> Document:
    """A practice as the index knows it: its words in every language it has."""
    original = public_practice(page, page.language)
    views = [original] + [public_practice(page, code) for code, status in original.languages if status != "original"]
    names = () if original.anonymised else place_names(page.lead_city)
    themes = tuple(link.tag.path for link in page.theme_links.all())
    return Document(
        id=f"practice:{page.pk}", kind="practice", version=version,
        texts=tuple(practice_text(view, names, themes) for view in {view.language: view for view in views}.values()),
        codes=practice_codes(page, original, paths), published=original.published,
        place=original.city.title if original.city else "", location=original.location)


def practice_text(view: PublicPractice, names: tuple[str, ...], themes: tuple[str, ...]) -> Text:
    """The searchable words of a practice in one language. themes: paths of its themes."""
    record = view.record
    parts = [text_of(record, TEXTS)]
    for part, keys in (("blocks", ("name", "description", "lesson")), ("preconditions", ("title", "note")),
                       ("outcomes", ("indicator", "effect", "comparison_note")), ("steps", ("title", "description")),
                       ("adoptions", ("changes", "result")), ("stakeholders", ("name",)), ("sources", ("title",))):
        parts += [text_of(item, keys) for item in record.get(part) or ()]
    parts.append(text_of(record.get("failure") or {}, ("noticed", "differently", "still_worked")))
    return Text(
        language=view.language, title=record["title"], summary="\n".join(
            filter(None, (record.get("claim"), record.get("summary")))),
        body="\n".join(filter(None, parts)), keywords=(*names, *(record.get("keywords") or ()), *tag_words(record, themes, view.language)))


def tag_words(record: Mapping[str, Any], themes: Collection[str], language: str) -> tuple[str, ...]:
    """Labels of the tags in the language of the text, so that a theme's name finds its practices."""
    codes = {"theme": themes, "population": [row["group"] for row in record["population"]],
             "approach": record["approaches"], "lever": record["levers"], "justice": record["justice"]}
    words: list[str] = []
    for facet, found in codes.items():
        words += labels_for(facet)(found, language).values()
    words += of_choices(OutcomeCode)([item["outcome"] for item in record["outcomes"]], language).values()
    return tuple(dict.fromkeys(words))


def practice_card(view: PublicPractice, language: str, kinds: Mapping[str, str]) -> Card:
    """A practice as a result."""
    record = view.record
    place = f"{view.city.name(language)}, {view.country.name(language)}" if view.city and view.country else ""
    facts = [(str(_("Kind")), kinds.get(record["kind"], record["kind"]))]
    if record.get("start"):
        facts.append((str(_("Since")), record["start"][:4]))
    return Card(
        id=f"practice:{view.id}", kind="practice", title=record["title"], url=view.url,
        summary=record.get("claim") or record.get("summary") or "", language=view.language, place=place,
        location=view.location, facts=tuple(facts),
        codes={"grade": (view.grade,), "direction": (view.direction,), "record": (record["kind"],),
               "theme": tuple(record["themes"]), "sdg": tuple(link["target"] for link in record["sdg"])},
        extra={"grade": view.grade, "direction": view.direction, "finding": view.finding, "anonymised": view.anonymised,
               "stub": record.get("stub", False), "code": view.code,
               "demonstration": bool(view.city and view.city.demonstration)})


class ToolSource:
    """Tools."""

    kind = "tool"
    label = _("Tool")
    label_plural = _("Tools")

    def public_keys(self) -> Iterator[int]:
        return ToolPage.objects.public().order_by("pk").values_list("pk", flat=True).iterator()  # type: ignore[no-any-return]

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        pages = list(ToolPage.objects.public().filter(pk__in=keys).prefetch_related(*TOOL_RELATIONS))
        paths = provision_paths(pages)
        for page in pages:
            yield tool_document(page, versions.get(page.pk, 0), paths)

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        kinds = of_choices(ToolKind)(ToolKind.values, language)
        return {
            page.pk: Card(
                id=f"tool:{page.pk}", kind="tool", title=page.title, url=page.url or "", summary=page.summary,
                codes={"tool": (page.kind,), "step": tuple(page.steps)}, extra={"stub": page.stub, "code": page.code},
                facts=((str(_("Kind")), kinds[page.kind]),))
            for page in ToolPage.objects.public().filter(pk__in=keys)
        }


def tool_document(page: ToolPage, version: int, paths: Mapping[tuple[str, str], str]) -> Document:
    """A tool as the index knows it."""
    codes: dict[str, Any] = {
        "theme": [link.tag.path for link in page.theme_links.all()],
        "population": [group.code for group in page.population.all()], "language": page.languages,
        "tool": [page.kind], "step": page.steps, "year": [str(page.year or "")],
        "provision": [paths[key] for link in page.provisions.all() if (key := (link.document, link.address)) in paths],
    }
    body = "\n".join(filter(None, (page.skills, page.data_kept, page.cost_note, page.licence)))
    return Document(
        id=f"tool:{page.pk}", kind="tool", version=version,
        texts=(Text("en", page.title, page.summary, body, tuple(page.makers)),),
        codes={name: found for name, values in codes.items() if (found := tuple(filter(None, values)))},
        published=page.first_published_at.date() if page.first_published_at else None)
