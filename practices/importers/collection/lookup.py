"""What writing needs to find by code: vocabulary terms, pages and countries, each read once."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from cities.models import CityPage, Country
from guidelines.models import (
    Approach,
    Indicator,
    JusticeStrand,
    Keyword,
    Lever,
    PopulationGroup,
    SdgTarget,
    Theme,
)
from guidelines.selectors.outline import provisions_at
from practices.importers.collection import vocabulary
from practices.models import PracticePage, ToolPage


class MissingCode(Exception):
    """A code the files use is not on the site: names it and the command that brings it."""


class Lookup:
    """Code → object of each vocabulary and kind of page, read when first asked for."""

    MODELS: dict[str, Any] = {
        "theme": Theme, "approach": Approach, "lever": Lever, "justice": JusticeStrand, "group": PopulationGroup,
        "sdg": SdgTarget, "city": CityPage, "tool": ToolPage, "practice": PracticePage, "country": Country,
        "indicator": Indicator,
    }

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Any]] = {}
        self._keywords: dict[str, Keyword] | None = None
        self._provisions: dict[tuple[str, str], int] | None = None

    def table(self, kind: str) -> dict[str, Any]:
        """All objects of a kind by code."""
        if kind not in self._known:
            self._known[kind] = {item.code: item for item in self.MODELS[kind].objects.all()}
        return self._known[kind]

    def get(self, kind: str, code: str) -> Any:
        """One object. Raises MissingCode."""
        try:
            return self.table(kind)[code]
        except KeyError:
            remedy = {"city": "add its file", "tool": "add its file", "practice": "add its file",
                      "country": "run load_places"}.get(kind, "run load_vocabulary")
            raise MissingCode(f'there is no {kind} "{code}" on the site; {remedy}') from None

    def all(self, kind: str, codes: list[str] | None) -> list[Any]:
        """Objects of several codes, in their order."""
        return [self.get(kind, code) for code in codes or ()]

    def keyword(self, name: str) -> Keyword:
        """A free keyword, made when new; case and accents do not make a new one."""
        if self._keywords is None:
            self._keywords = {keyword.slug: keyword for keyword in Keyword.objects.all()}
        slug = slugify(name, allow_unicode=True)[:100] or name.casefold()[:100]
        if slug not in self._keywords:
            self._keywords[slug] = Keyword.objects.create(name=name[:100], slug=slug)
        return self._keywords[slug]

    def provision(self, document: str, address: str) -> int | None:
        """Id of a provision by its address in the latest version of a text, None when it is not imported yet."""
        if self._provisions is None:
            self._provisions = provisions_at({(document, known) for known in vocabulary.provisions()})
        return self._provisions.get((document, address))
