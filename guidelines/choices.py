"""Closed lists of the room. Values are stored and published; labels are translated."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    GUIDELINES = "guidelines", _("Guidelines")
    DECLARATION = "declaration", _("Declaration")
    AGENDA = "agenda", _("Agenda")
    LAW = "law", _("Law or by-law")
    LOCALIZATION = "localization", _("Local version")
    OTHER = "other", _("Other text")


class VersionStatus(TextChoices):
    """Standing of a text. Superseded is also what a version becomes, without being changed, when a later one is adopted."""

    DRAFT = "draft", _("Draft")
    ADOPTED = "adopted", _("Adopted")
    SUPERSEDED = "superseded", _("Superseded")


class ProvisionKind(TextChoices):
    PARAGRAPH = "paragraph", _("Paragraph")
    LETTER = "letter", _("Letter")
    ROMAN = "roman", _("Roman number")
    BULLET = "bullet", _("Bullet")


class LineageKind(TextChoices):
    """What became of a provision from one version to the next."""

    SPLIT = "split", _("Split off from")
    MERGED = "merged", _("Merged into")
    REPLACED = "replaced", _("Replaced by")


class LinkState(TextChoices):
    CURRENT = "current", _("Up to date")
    CHECK = "check", _("Check")


class LinkReason(TextChoices):
    """Why a link asks to be looked at."""

    NONE = "", _("None")
    REWORDED = "reworded", _("The wording has changed")
    SPLIT = "split", _("The provision was split")
    MERGED = "merged", _("The provision was merged into another")
    DELETED = "deleted", _("The provision is no longer in the text")
