"""What a practice shows in lists, kept beside it so that a page of results needs no look into its parts.

`projection` is stored by every save (`PracticePage.card`); it holds public values only: titles and claims in every
language and facet codes, for an anonymised record already cut. Codes of place and paths of trees are added when drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cities.search_documents import place_codes
from guidelines.labels import labels_kept
from practices.provision_links import facet_paths
from search.kept import kept

if TYPE_CHECKING:
    from cities.models import CityPage
    from practices.models import PracticePage
    from practices.publicity import PublicPractice


def public_views(page: PracticePage) -> dict[str, PublicPractice]:
    """The public form in every language the record has, the original first."""
    from practices.publicity import languages_of, public_practice

    views = (public_practice(page, code, preview=True) for code, _status in languages_of(page))
    return {view.language: view for view in views}


def projection(page: PracticePage, views: Mapping[str, PublicPractice]) -> dict[str, Any]:
    """The stored form: {"texts": {language: [title, claim]}, "codes": {facet: [codes]}, "provisions": [ids]}, plus
    region and income group of an anonymised record, whose city is not looked up when it is drawn."""
    original = views[page.language]
    card: dict[str, Any] = {
        "texts": {code: [view.record["title"], view.record.get("claim") or ""] for code, view in views.items()},
        "codes": bare_codes(original),
        "provisions": [link.provision_id for link in page.provisions.all() if link.provision_id],
    }
    if original.anonymised:
        card |= {"region": original.region, "income": original.income_group}
    return card


def bare_codes(view: PublicPractice) -> dict[str, list[str]]:
    """Facet codes from the public record alone; themes without their place in the tree."""
    record = view.record
    codes: dict[str, Iterable[str]] = {
        "record_kind": [record["kind"]],
        "theme": record["themes"],
        "sdg": [f"{link['target'].split('.')[0]}/{link['target']}" for link in record["sdg"]],
        "population": [row["group"] for row in record["population"]],
        "approach": record["approaches"],
        "lever": record["levers"],
        "justice": record["justice"],
        "grade": [view.grade],
        "direction": sorted({item["direction"] for item in record["outcomes"]} or {view.direction}),
        "outcome": [item["outcome"] for item in record["outcomes"]],
        "failure": (record["failure"] or {}).get("modes") or [],
        "lifecycle": [record["lifecycle"]],
        "scale": [record["scale"]],
        "cost": [view.cost_band],
        "language": [code for code, _status in view.languages],
        "year": [str(record.get("start") or "")[:4]],
    }
    return {name: unique for name, values in codes.items() if (unique := list(dict.fromkeys(filter(None, values))))}


def theme_paths() -> Mapping[str, str]:
    """Theme → its path in the facet; from the labels the guidelines keep in memory."""
    return kept("theme-paths", _theme_paths)


def _theme_paths() -> dict[str, str]:
    return {path.rpartition("/")[2]: path for path in labels_kept("theme") if "/" in path}


def full_codes(card: Mapping[str, Any], city: CityPage | None) -> dict[str, tuple[str, ...]]:
    """Facet codes of a stored card with its place. city: None for an anonymised record."""
    codes = {name: tuple(values) for name, values in card.get("codes", {}).items()}
    paths = theme_paths()
    codes["theme"] = tuple(paths[code] for code in codes.get("theme", ()) if code in paths)
    if card.get("provisions"):
        at = facet_paths()
        codes["provision"] = tuple(at[key] for key in card["provisions"] if key in at)
    if city is not None:
        codes |= place_codes(city)
    else:
        codes |= {name: (card[name],) for name in ("region", "income") if card.get(name)}
    return {name: values for name, values in codes.items() if values}


def title_and_claim(card: Mapping[str, Any], language: str, original: str) -> tuple[str, str, str]:
    """Title, claim and their language: the reader's if there is one, else the original."""
    texts = card.get("texts", {})
    shown = language[:2] if language[:2] in texts else original
    title, claim = texts.get(shown, ("", ""))
    return title, claim, shown
