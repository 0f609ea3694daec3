"""What the public sees of practices: the one place where a page becomes something that may leave the room.

Page, API, search document, card, feed and export are all made from `PublicPractice`. Anonymised records are cut here;
records for the network only are refused here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cities.models import CityPage, Country
from practices.anonymise import anonymised, names_in
from practices.evidence import finding
from practices.models import PracticePage
from practices.querysets import attach_cities
from practices.record import practice_record
from practices.translated import translated


@dataclass(frozen=True, slots=True)
class PublicPractice:
    """A practice as the public may know it.

    id: primary key. code: public id. record: in the shape of the contract, in `language`, cut when anonymised. city,
    country: None when anonymised. region: M49 code, kept when anonymised. languages: (code, status) of all texts, the
    original first with status "original". untranslated: fields still in the original language. published: first day.
    """

    id: int
    code: str
    url: str
    record: dict[str, Any]
    city: CityPage | None
    country: Country | None
    region: str
    income_group: str
    location: tuple[float, float] | None
    grade: str
    direction: str
    richness: int
    cost_band: str
    language: str
    languages: tuple[tuple[str, str], ...]
    untranslated: tuple[str, ...]
    anonymised: bool
    published: date | None
    updated: date | None

    @property
    def finding(self) -> str:
        """Code of the word for grade and direction together ("promising", "did-not-work", …)."""
        return finding(self.grade, self.direction)


class NotPublic(Exception):
    """Somebody tried to show a record that is not public."""


def public_practices(pages: Iterable[PracticePage], language: str = "en") -> Iterator[PublicPractice]:
    """Public forms of pages read with `with_record()`; cities are attached here with one query.

    Raises NotPublic for a record of the network: a caller that forgot `public()` must fail, not leak.
    """
    pages = list(pages)
    attach_cities(page for page in pages if getattr(page, "_lead_city", None) is None)
    for page in pages:
        yield public_practice(page, language)


def public_practice(page: PracticePage, language: str = "en", *, preview: bool = False) -> PublicPractice:
    """The public form of one page. preview: an editor looks at a page that is not published."""
    if not preview and (page.is_network_only or not page.live):
        raise NotPublic(f"practice {page.pk} is not public")
    original = practice_record(page)
    record, shown, untranslated = _in_language(page, original, language)
    city = page.lead_city
    country = city.country if city else None
    hidden = page.is_anonymised
    return PublicPractice(
        id=page.pk, code=page.public_code, url=page.url or "",
        record=anonymised(record, [*_names(page, city), *names_in(original)], page.public_code) if hidden else record,
        city=None if hidden else city, country=None if hidden else country,
        region=country.region if country else "", income_group=country.income_group if country else "",
        location=None if hidden or city is None else city.location, grade=page.grade, direction=page.direction,
        richness=page.richness, cost_band=page.cost_band, language=shown, languages=languages_of(page),
        untranslated=untranslated, anonymised=hidden, published=_day(page.first_published_at),
        updated=None if hidden else _day(page.last_published_at),
    )


def languages_of(page: PracticePage) -> tuple[tuple[str, str], ...]:
    """The original and every translation; their status is shown beside them."""
    return ((page.language, "original"), *((row.language, row.status) for row in page.translations.all()))


def _in_language(
    page: PracticePage, record: dict[str, Any], language: str
) -> tuple[dict[str, Any], str, tuple[str, ...]]:
    for row in page.translations.all():
        if row.language == language[:2] and page.language != row.language:
            words = {"title": row.title, "claim": row.claim, "summary": row.summary, "fields": row.fields}
            result, missing = translated(record, words)
            return result, row.language, missing
    return record, page.language, ()


def _names(page: PracticePage, city: CityPage | None) -> list[str]:
    cities = [city, city.parent_city if city else None]
    cities += [link.city for link in page.further_city_links.all()] + [item.city for item in page.adoptions.all()]
    found: list[str] = []
    for one in filter(None, cities):
        found += [one.title, *one.names.values(), *one.country.names.values()]
    return found


def _day(moment: Any) -> date | None:
    return moment.date() if moment else None
