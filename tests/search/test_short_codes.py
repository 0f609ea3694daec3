"""An address may name a value of a tree facet by its own code alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.http import QueryDict

from search.facets import Facet
from search.form import parse


def paths(codes: Collection[str]) -> Mapping[str, str]:
    return {code: path for code, path in {"11.7": "11/11.7", "11": "11"}.items() if code in codes}


FACETS = {"sdg": Facet("sdg", "SDG", tree=True, paths=paths), "year": Facet("year", "Year")}


def test_a_code_alone_becomes_its_path_and_is_ticked_once() -> None:
    asked = parse(QueryDict("sdg=11.7&sdg=11/11.7&sdg=11&year=2012"), FACETS, "en")
    assert asked.query.selected == {"sdg": ("11/11.7", "11"), "year": ("2012",)}


def test_an_unknown_code_stays_as_it_was_written() -> None:
    assert parse(QueryDict("sdg=99"), FACETS, "en").query.selected == {"sdg": ("99",)}
