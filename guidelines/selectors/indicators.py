"""Reads for the pages of indicators: the list by theme, and one with the provisions it is attached to."""

from __future__ import annotations

from dataclasses import dataclass, field

from guidelines.choices import LinkState
from guidelines.labels import texts_in_force
from guidelines.models import Indicator, IndicatorLink, ProvisionVersion, SdgTarget, Theme, ThemeGroup
from guidelines.querysets import IndicatorQuerySet
from guidelines.selectors.outline import current_rows


@dataclass(frozen=True, slots=True)
class Attached:
    """A provision in force that an indicator is attached to. check: the wording has changed since."""

    link: IndicatorLink
    row: ProvisionVersion
    digest: str

    @property
    def check(self) -> bool:
        return self.link.state == LinkState.CHECK


@dataclass
class IndicatorGroup:
    """Indicators of a family of themes; group is None for those without a theme."""

    group: ThemeGroup | None
    rows: list[tuple[Indicator, int]] = field(default_factory=list)


@dataclass
class IndicatorReading:
    """An indicator as its page shows it."""

    indicator: Indicator
    themes: list[Theme]
    targets: list[SdgTarget]
    provisions: list[Attached]


def public_indicator(code: str) -> Indicator | None:
    """A public indicator by its code."""
    found: Indicator | None = Indicator.objects.public().filter(code=code).first()
    return found


def indicator_groups() -> list[IndicatorGroup]:
    """All public indicators under the family of the theme named first, with the number of provisions in force each is
    attached to; a constant number of queries."""
    counts: dict[int, int] = {}
    in_force = texts_in_force().paths
    for indicator, provision in IndicatorLink.objects.values_list("indicator_id", "provision_id"):
        if provision in in_force:
            counts[indicator] = counts.get(indicator, 0) + 1
    groups = {group.pk: IndicatorGroup(group) for group in ThemeGroup.objects.all()}
    rest = IndicatorGroup(None)
    named_first_wins = Indicator.themes.through.objects.order_by("-pk")
    families = dict(named_first_wins.values_list("indicator_id", "theme__group_id"))
    for row in Indicator.objects.public():
        groups.get(families.get(row.pk, 0), rest).rows.append((row, counts.get(row.pk, 0)))
    return [group for group in (*groups.values(), rest) if group.rows]


def indicator_reading(indicator: Indicator) -> IndicatorReading:
    """Everything the room knows of an indicator."""
    return IndicatorReading(
        indicator=indicator,
        themes=list(indicator.themes.select_related("group")),
        targets=list(SdgTarget.objects.filter(code__in=indicator.targets).select_related("goal")),
        provisions=attached_to(indicator),
    )


def attached_to(indicator: Indicator) -> list[Attached]:
    """The provisions of public texts in force it is attached to, in the order of the texts."""
    links = {link.provision_id: link for link in IndicatorLink.objects.filter(indicator=indicator)}
    rows = current_rows().filter(provision__in=links) if links else ()
    return [Attached(links[row.provision_id], row, row.digest_text or "") for row in rows]  # type: ignore[attr-defined]


def not_attached_to(provision: int) -> IndicatorQuerySet:
    """Public indicators an editor may still attach to a provision."""
    there = IndicatorLink.objects.filter(provision=provision).values("indicator")
    return Indicator.objects.public().exclude(pk__in=there)
