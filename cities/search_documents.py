"""What the room hands to the search: its cities and the roster, through their `public()` gates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities import regions
from cities.choices import OrganisationKind
from cities.counts import public_children
from cities.models import CityPage, Organisation
from cities.record import public_city_record
from search.documents import Document, Text
from search.sources import Card

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


def place_codes(city: CityPage) -> dict[str, tuple[str, ...]]:
    """Facet codes that follow from where a city is; empty ones left out."""
    country = city.country
    codes = {
        "region": (f"{country.region}/{country.code}",),
        "country": (country.code,),
        "size": (city.size_class,) if city.size_class else (),
        "income": (country.income_group,) if country.income_group else (),
    }
    return {name: values for name, values in codes.items() if values}


def place_names(city: CityPage) -> tuple[str, ...]:
    """Every name of a city, of what it is part of and of its country, for finding it in any language."""
    parent = city.parent_city
    names = [
        city.title,
        *city.names.values(),
        *([parent.title, *parent.names.values()] if parent else []),
        *city.country.names.values(),
    ]
    return tuple(dict.fromkeys(name for name in names if name))


class CitySource:
    """Real cities; those of the demonstration are in no list."""

    kind = "city"
    label = _("City")
    label_plural = _("Cities")

    def public_keys(self) -> Iterator[int]:
        return CityPage.objects.public().order_by("pk").values_list("pk", flat=True).iterator()  # type: ignore[no-any-return]

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        for city in CityPage.objects.public().filter(pk__in=keys).with_profile():
            yield city_document(city, versions.get(city.pk, 0))

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        cities = list(CityPage.objects.public().filter(pk__in=keys).select_related("country", "parent_city"))
        counts = public_children({city.path: city.pk for city in cities})
        return {city.pk: city_card(city, language, counts.get(city.pk, 0)) for city in cities}


def city_document(city: CityPage, version: int) -> Document:
    """A city as the index knows it, from the public part of its profile."""
    record = public_city_record(city)
    words = [power.get("note") for power in record["powers"]] + [item["name"] for item in record["indicators"]]
    words += [actor["name"] for actor in record["actors"]]
    words += [(record[part] or {}).get("name") for part in ("safety_council", "strategy")]
    themes = {theme.code: theme.path for theme in (*city.priorities.all(), *city.experience.all())}
    shown = [code for code in (*record["experience"], *record["priorities"]) if code in themes]
    codes = place_codes(city) | {
        "theme": tuple(dict.fromkeys(themes[code] for code in shown)),
        "language": tuple(item["code"] for item in record["languages"]),
    }
    return Document(
        id=f"city:{city.pk}",
        kind="city",
        version=version,
        texts=(Text("en", city.title, city.summary, "\n".join(filter(None, words)), place_names(city)),),
        codes=codes,
        published=city.first_published_at.date() if city.first_published_at else None,
        place=city.title,
        location=city.location,
    )


def city_card(city: CityPage, language: str, practices: int) -> Card:
    """A city as a result."""
    facts: list[tuple[str, str]] = [(str(_("Region")), city.country.region_label)]
    if practices:
        facts.append((str(_("Practices")), str(practices)))
    extra: dict[str, Any] = {"demonstration": city.demonstration, "stub": city.stub, "practices": practices}
    if city.population:
        extra["population"] = ngettext("%(n)s inhabitant", "%(n)s inhabitants", city.population) % {
            "n": city.population
        }
    return Card(
        id=f"city:{city.pk}",
        kind="city",
        title=city.name(language),
        url=city.url or "",
        summary=city.summary,
        place=city.country.name(language),
        location=city.location,
        codes=place_codes(city),
        facts=tuple(facts),
        extra=extra,
        published=city.first_published_at.date() if city.first_published_at else None,
    )


class OrganisationSource:
    """The roster."""

    kind = "organisation"
    label = _("Organisation")
    label_plural = _("Organisations")

    def public_keys(self) -> Iterator[int]:
        return Organisation.objects.public().order_by("pk").values_list("pk", flat=True).iterator()

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        rows = Organisation.objects.public().filter(pk__in=keys).select_related("country")
        for row in rows.prefetch_related("themes__group"):
            yield Document(
                id=f"organisation:{row.pk}",
                kind="organisation",
                version=versions.get(row.pk, 0),
                texts=(
                    Text("en", row.name, row.summary, "\n".join(row.services), (row.acronym,) if row.acronym else ()),
                ),
                codes=organisation_codes(row),
                place=row.country.name("en") if row.country else "",
            )

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        rows = Organisation.objects.public().filter(pk__in=keys).select_related("country")
        return {
            row.pk: Card(
                id=f"organisation:{row.pk}",
                kind="organisation",
                title=row.name,
                url=row.get_absolute_url(),
                summary=row.summary,
                place=row.country.name(language) if row.country else "",
                facts=((str(_("Kind")), str(OrganisationKind(row.kind).label)),),
            )
            for row in rows
        }


def organisation_codes(row: Organisation) -> dict[str, tuple[str, ...]]:
    """Facet codes of a roster entry; its regions of work count as regions."""
    codes = {
        "theme": tuple(theme.path for theme in row.themes.all()),
        "language": tuple(row.languages),
        "organisation": (row.kind,),
        "region": tuple(code for code in row.regions if code in regions.REGIONS),
        "country": (row.country_id,) if row.country_id else (),
    }
    return {name: values for name, values in codes.items() if values}
