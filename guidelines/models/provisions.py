"""Provisions: an identity that lasts, and its wording, number and place in each version."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from guidelines.choices import LineageKind, ProvisionKind
from guidelines.models.documents import GuidelineDocument
from guidelines.models.sealed import Sealed
from guidelines.models.versions import DocumentVersion, Section
from guidelines.querysets import ProvisionQuerySet


class Provision(models.Model):
    """A provision that keeps its identity through rewording, renumbering and moving.

    key: never changes and is never given to another provision of the document; it is the address the provision had when
    it first appeared ("26.f.i.3"), so after a renumbering it may differ from the number printed today.
    """

    document = models.ForeignKey(GuidelineDocument, models.PROTECT, related_name="provisions", verbose_name=_("text"))
    key = models.CharField(_("permanent key"), max_length=120)

    objects: Any = ProvisionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "pk"]
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="guidelines_provision_once")]

    def __str__(self) -> str:
        return f"{self.document.code} {self.key}"

    def get_absolute_url(self) -> str:
        """The permanent address, which follows the provision wherever it moves."""
        return reverse("guidelines:permanent", args=[self.document.code, self.key])

    @property
    def cited_as(self) -> str:
        """The permanent address as it is cited: the same in whatever language the page around it is read."""
        with translation.override(settings.LANGUAGE_CODE):
            return self.get_absolute_url()


class ProvisionVersion(Sealed):
    """A provision as one version prints it.

    address: "26(f)(i).3", with "~2" after a paragraph number that the text uses a second time; slug: the same for
    addresses of pages, "26.f.i.3". number: "3", "a", "ii" or, for bullets, their place; marker: as printed, "" for a
    bullet without a mark. heading: words printed above it. wording_hash: SHA-256 of the wording with spaces folded.
    """

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="provisions", verbose_name=_("version"))
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="versions", verbose_name=_("provision"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="provisions", verbose_name=_("section"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    position = models.PositiveIntegerField(_("position"))
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=ProvisionKind.choices)
    number = models.CharField(_("number"), max_length=20)
    marker = models.CharField(_("mark as printed"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=120)
    slug = models.CharField(max_length=120)
    heading = models.TextField(_("heading"), blank=True)
    wording = models.TextField(_("wording"), blank=True)
    wording_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["version", "position"]
        verbose_name = _("wording of a provision")
        verbose_name_plural = _("wordings of provisions")
        constraints = [
            models.UniqueConstraint(fields=["version", "address"], name="guidelines_address_once"),
            models.UniqueConstraint(fields=["version", "slug"], name="guidelines_slug_once"),
            models.UniqueConstraint(fields=["version", "provision"], name="guidelines_identity_once"),
            models.UniqueConstraint(fields=["version", "position"], name="guidelines_position_once"),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def mark(self) -> str:
        """What stands before its words: the mark as printed, a bullet's sign, nothing for a paragraph without one."""
        return self.marker or ("•" if self.kind == ProvisionKind.BULLET else "")


class Lineage(Sealed):
    """Where a provision came from or went when identity alone does not say it: splits, mergers, replacements."""

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="lineages", verbose_name=_("version"))
    kind = models.CharField(_("kind"), max_length=20, choices=LineageKind.choices)
    source = models.ForeignKey(Provision, models.PROTECT, related_name="became", verbose_name=_("from"))
    target = models.ForeignKey(Provision, models.PROTECT, related_name="came_from", verbose_name=_("to"))

    class Meta:
        ordering = ["version", "pk"]
        verbose_name = _("lineage")
        verbose_name_plural = _("lineages")
        constraints = [
            models.UniqueConstraint(fields=["version", "source", "target", "kind"], name="guidelines_lineage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source.key} → {self.target.key}"
