"""Indicators as the search knows them: found by their names in six languages, under their themes, targets and
provisions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from guidelines.labels import texts_in_force
from guidelines.models import Indicator, IndicatorLink
from search.documents import TREE_SEPARATOR, Document, Text
from search.sources import Card


class IndicatorSource:
    """Published indicators."""

    kind = "indicator"
    label = _("Indicator")
    label_plural = _("Indicators")

    def public_keys(self) -> Iterator[int]:
        yield from Indicator.objects.public().order_by("pk").values_list("pk", flat=True)

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        paths = texts_in_force().paths
        rows = list(Indicator.objects.public().filter(pk__in=keys).prefetch_related("themes__group"))
        attached: dict[int, list[int]] = {}
        links = IndicatorLink.objects.filter(indicator__in=rows).order_by("pk")
        for indicator, provision in links.values_list("indicator_id", "provision_id"):
            attached.setdefault(indicator, []).append(provision)
        for row in rows:
            provisions = [paths[key] for key in attached.get(row.pk, ()) if key in paths]
            yield indicator_document(row, versions.get(row.pk, 0), provisions)

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        return {row.pk: indicator_card(row, language) for row in Indicator.objects.public().filter(pk__in=keys)}


def indicator_document(row: Indicator, version: int, provisions: Collection[str]) -> Document:
    """An indicator as the index knows it. provisions: facet codes of where it is attached in texts in force."""
    body = "\n".join((row.numerator, row.denominator, row.method, row.disaggregation, row.holder, row.limits))
    names = (*row.synonyms, *row.sdg_indicators)
    codes = {
        "theme": tuple(theme.path for theme in row.themes.all()),
        "sdg": tuple(f"{target.partition('.')[0]}{TREE_SEPARATOR}{target}" for target in row.targets),
        "provision": tuple(provisions),
    }
    others = [
        Text(language, name, row.definitions.get(language, ""), "", tuple(row.sdg_indicators))
        for language, name in row.labels.items()
        if language != "en" and name
    ]
    return Document(
        id=f"indicator:{row.pk}",
        kind="indicator",
        version=version,
        texts=(Text("en", row.label("en"), row.definition, body, names), *others),
        codes={name: values for name, values in codes.items() if values},
    )


def indicator_card(row: Indicator, language: str) -> Card:
    """An indicator as a result: name and what it measures in one language, unit and SDG codes as facts."""
    words, spoken = row.worded(language)
    facts = [(str(_("Unit")), row.unit)]
    if row.sdg_indicators:
        facts.append((str(_("SDG indicator")), ", ".join(row.sdg_indicators)))
    return Card(
        id=f"indicator:{row.pk}",
        kind="indicator",
        title=row.label(spoken),
        url=row.get_absolute_url(),
        summary=words,
        language=spoken,
        facts=tuple(facts),
        extra={"code": row.code},
    )
