"""Reads of practices and tools in domain words. `public()` is the room's one gate to everybody."""

from __future__ import annotations

from wagtail.query import PageQuerySet

from practices.choices import Visibility

RECORD_RELATIONS = (
    "theme_links__tag__group", "keyword_links__tag", "sdg_links__tag", "population__group", "approaches", "levers",
    "justice", "tools", "further_city_links__city__country", "outcomes", "evaluations", "blocks", "steps",
    "stakeholders", "preconditions", "sources", "provisions", "adoptions__city__country", "translations",
)


class PracticeQuerySet(PageQuerySet):  # type: ignore[misc]
    """Practices in the page tree."""

    def public(self) -> PracticeQuerySet:
        """What anybody may know of: published, under no restricted page, not kept to the network.

        Anonymised records are in it; what is shown of them goes through `selectors.public_records`.
        """
        visible = super().public().live().exclude(failure_visibility=Visibility.NETWORK_ONLY)
        return visible  # type: ignore[no-any-return]

    def naming_their_city(self) -> PracticeQuerySet:
        """Public records that may be listed with their city."""
        return self.public().filter(failure_visibility=Visibility.NAMED)  # type: ignore[no-any-return]

    def with_record(self) -> PracticeQuerySet:
        """With all parts of the record, in a constant number of queries."""
        return self.prefetch_related(*RECORD_RELATIONS)  # type: ignore[no-any-return]


class ToolQuerySet(PageQuerySet):  # type: ignore[misc]
    """Tools in the page tree."""

    def public(self) -> ToolQuerySet:
        """Published and under no restricted page."""
        return super().public().live()  # type: ignore[no-any-return]
