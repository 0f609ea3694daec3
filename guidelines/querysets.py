"""Reads on one model, named in the words of the room. `public()` is the room's only gate to what readers may see."""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.db import models
from django.utils.translation import gettext as _
from wagtail.query import PageQuerySet

from guidelines.choices import ACCEPTED_STATES, PUBLIC_STATES, AmendmentState, RoundState
from search.gates import unrestricted


class TextIsSealed(Exception):
    """A published version was asked to change. Publish a new version instead."""


class DocumentQuerySet(PageQuerySet):
    """Normative texts."""

    def public(self) -> Self:
        """Texts everybody may read: live and under no private page."""
        return unrestricted(self).live()


class SealedQuerySet(models.QuerySet[Any]):
    """Rows of published text: they are added, never changed or removed."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TextIsSealed(_("Published text never changes; publish a new version instead."))

    def delete(self) -> NoReturn:
        raise TextIsSealed(_("Published text is never removed; publish a new version instead."))

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TextIsSealed(_("Published text never changes; publish a new version instead."))


class VersionQuerySet(SealedQuerySet):
    """Versions of documents."""

    def public(self) -> Self:
        """Versions of public documents."""
        from guidelines.models import GuidelineDocument

        return self.filter(document__in=GuidelineDocument.objects.public())

    def texts(self) -> Self:
        """Versions that hold the wording, not only the structure."""
        return self.filter(structure_only=False)


class ProvisionQuerySet(models.QuerySet[Any]):
    """Provisions as identities."""

    def public(self) -> Self:
        """Provisions of public documents."""
        from guidelines.models import GuidelineDocument

        return self.filter(document__in=GuidelineDocument.objects.public())


class IndicatorQuerySet(models.QuerySet[Any]):
    """Indicators."""

    def public(self) -> Self:
        """Indicators everybody may read: the published ones."""
        return self.filter(live=True)


class AmendmentQuerySet(models.QuerySet[Any]):
    """Proposals."""

    def public(self) -> Self:
        """Proposals that passed moderation, on public texts."""
        from guidelines.models import GuidelineDocument

        return self.filter(state__in=PUBLIC_STATES, document__in=GuidelineDocument.objects.public())

    def open(self) -> Self:
        """Proposals nobody has decided yet."""
        return self.filter(state=AmendmentState.OPEN)

    def waiting(self) -> Self:
        """Accepted proposals that no version carries yet."""
        return self.filter(state__in=ACCEPTED_STATES, applied_in=None)


class RoundQuerySet(models.QuerySet[Any]):
    """Review rounds."""

    def public(self) -> Self:
        """Rounds that were opened, on public texts."""
        from guidelines.models import GuidelineDocument

        return self.exclude(state=RoundState.DRAFT).filter(document__in=GuidelineDocument.objects.public())


class ContributionQuerySet(models.QuerySet[Any]):
    """What is reported in reviews."""

    def handed_in(self) -> Self:
        """Reports that count; drafts are their writers' alone."""
        return self.filter(draft=False)
