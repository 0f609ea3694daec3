"""Text fields of the practice record in 5Is order: intelligence, intervention, implementation, involvement, impact.

Each mixin holds one panel of the editor. Empty means "not reported"; nothing is guessed.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cities.choices import Power
from cities.fields import CodesField, source_keys
from practices.choices import Funding


def text(label: Any, help_text: Any = "") -> models.TextField:  # type: ignore[type-arg]
    """A plain text of one or more paragraphs."""
    return models.TextField(label, blank=True, help_text=help_text)


def line(label: Any, help_text: Any = "", length: int = 300) -> models.CharField:  # type: ignore[type-arg]
    """A short plain text."""
    return models.CharField(label, max_length=length, blank=True, help_text=help_text)


class IntelligenceFields(models.Model):
    """What was known before acting, and why this was chosen."""

    problem = text(_("problem"), _("Its size and trend, with the source; what people say about it."))
    causes = text(_("causes"), _("Causes, risk and protective factors believed at work."))
    alternatives = text(_("alternatives considered"))
    why_this = text(_("why this one"))
    why_scale = text(_("why at this scale"))

    intelligence_panels: ClassVar = [FieldPanel("problem"), FieldPanel("causes"), FieldPanel("alternatives"),
                                     FieldPanel("why_this"), FieldPanel("why_scale")]

    class Meta:
        abstract = True


class InterventionFields(models.Model):
    """What is done and why it should work."""

    intervention = text(_("what is done"))
    mechanism = text(_("mechanism"), _("Which cause it weakens, and how. Without it nobody can tell what to keep."))

    intervention_panels: ClassVar = [FieldPanel("intervention"), FieldPanel("mechanism")]

    class Meta:
        abstract = True


class ImplementationFields(models.Model):
    """How it was carried out: people, law, money, time."""

    staffing = text(_("staffing"))
    training = text(_("training"))
    data_safeguards = text(_("safeguards for data and privacy"))
    legal_background = text(_("legal and policy background"))
    powers_needed = CodesField(_("powers needed"), choices_of=Power)
    cost_one_off = models.FloatField(_("one-off cost"), null=True, blank=True)
    cost_yearly = models.FloatField(_("yearly cost"), null=True, blank=True)
    cost_currency = line(_("currency"), _("ISO code, such as USD."), length=3)
    cost_year = models.PositiveSmallIntegerField(_("year of the prices"), null=True, blank=True)
    cost_note = text(_("what the cost covers"))
    cost_sources = source_keys()
    funding = CodesField(_("funding"), choices_of=Funding)
    fte = models.FloatField(_("full-time posts"), null=True, blank=True)
    setup_months = models.PositiveSmallIntegerField(_("months to set up"), null=True, blank=True)
    first_effect_months = models.PositiveSmallIntegerField(_("months to the first effect"), null=True, blank=True)
    success_factors = text(_("what helped"))
    limiting_factors = text(_("what limited it"))
    obstacles = text(_("obstacles, and how they were met"))

    implementation_panels: ClassVar = [
        FieldPanel("staffing"), FieldPanel("training"), FieldPanel("tools"), FieldPanel("data_safeguards"),
        FieldPanel("legal_background"), FieldPanel("powers_needed"),
        FieldRowPanel([FieldPanel("cost_one_off"), FieldPanel("cost_yearly"), FieldPanel("cost_currency"),
                       FieldPanel("cost_year")]),
        FieldPanel("cost_note"), FieldPanel("cost_sources"), FieldPanel("funding"),
        FieldRowPanel([FieldPanel("fte"), FieldPanel("setup_months"), FieldPanel("first_effect_months")]),
        FieldPanel("success_factors"), FieldPanel("limiting_factors"), FieldPanel("obstacles"),
    ]

    class Meta:
        abstract = True


class InvolvementFields(models.Model):
    """Who took part, and on which agreement. Offices and organisations, never private persons."""

    leader = line(_("leader"), _("An office or organisation."))
    community_groups = text(_("community groups"))
    investors = text(_("who invested"))
    negotiation = text(_("negotiation and basis of agreement"))

    involvement_panels: ClassVar = [FieldPanel("leader"), FieldPanel("community_groups"), FieldPanel("investors"),
                                    FieldPanel("negotiation")]

    class Meta:
        abstract = True


class ImpactFields(models.Model):
    """What else happened, and what it was worth."""

    displacement = text(_("displacement"), _("Did the problem move elsewhere?"))
    unintended = text(_("unintended effects"))
    rights_risks = text(_("risks to rights"))
    worse_off = text(_("who was worse off"))
    economics = text(_("economics"), _("Cost for a unit of effect, or costs and benefits, with the method."))

    impact_panels: ClassVar = [FieldPanel("displacement"), FieldPanel("unintended"), FieldPanel("rights_risks"),
                               FieldPanel("worse_off"), FieldPanel("economics")]

    class Meta:
        abstract = True
