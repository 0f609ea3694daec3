"""What a provision says, in our own words, with its themes: beside the wording, and on its own where the text
is absent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.models.provisions import Provision
from guidelines.models.sdg import SdgTarget
from guidelines.models.vocabulary import Approach, JusticeStrand, Lever, PopulationGroup, Theme


class ProvisionDigest(models.Model):
    """A short digest of a provision and the terms it is about.

    for_wording: hash of the wording the digest was written for, "" when written for the structure; when the wording
    changes the digest is shown with a note that it was written for an earlier one.
    """

    provision = models.OneToOneField(Provision, models.CASCADE, related_name="digest", verbose_name=_("provision"))
    text = models.TextField(_("digest"), max_length=1200, blank=True)
    for_wording = models.CharField(max_length=64, blank=True, editable=False)
    themes = models.ManyToManyField(Theme, blank=True, related_name="provision_digests", verbose_name=_("themes"))
    sdg_targets = models.ManyToManyField(
        SdgTarget, blank=True, related_name="provision_digests", verbose_name=_("SDG targets")
    )
    population_groups = models.ManyToManyField(
        PopulationGroup, blank=True, related_name="+", verbose_name=_("population groups")
    )
    approaches = models.ManyToManyField(Approach, blank=True, related_name="+", verbose_name=_("prevention approaches"))
    levers = models.ManyToManyField(Lever, blank=True, related_name="+", verbose_name=_("levers"))
    justice_strands = models.ManyToManyField(
        JusticeStrand, blank=True, related_name="+", verbose_name=_("justice strands")
    )
    loaded = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")

    def __str__(self) -> str:
        return self.text[:80] or self.provision.key
