"""The editor's panels in 5Is order: intelligence, intervention, implementation, involvement, impact."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel

from practices.models.identity import IdentityFields
from practices.models.provenance import ProvenanceFields
from practices.models.stewardship import FailureFields, StewardshipFields, TransferFields
from practices.models.texts import (
    ImpactFields,
    ImplementationFields,
    IntelligenceFields,
    InterventionFields,
    InvolvementFields,
)

TAGS = [
    FieldPanel("themes"), FieldPanel("approaches"), FieldPanel("levers"), FieldPanel("justice"),
    InlinePanel("population", heading=_("Population groups, each with its part")),
    InlinePanel("sdg_links", heading=_("SDG targets"), panels=[FieldPanel("tag"), FieldPanel("relation")]),
    InlinePanel("provisions", heading=_("Provisions"),
                panels=[FieldPanel("document"), FieldPanel("address"), FieldPanel("role")]),
    FieldPanel("keywords"),
    InlinePanel("further_city_links", heading=_("Further cities")),
]


def content_panels() -> list[Any]:
    """All sections of the record below its title, each with a word of help."""
    return [
        HelpPanel(template="practices/panels/richness.html", heading=_("How complete the record is")),
        MultiFieldPanel(IdentityFields.identity_panels, heading=_("Identity")),
        MultiFieldPanel(TAGS, heading=_("Tags: what people search by")),
        MultiFieldPanel(IntelligenceFields.intelligence_panels, heading=_("1 Intelligence: problem and choice")),
        MultiFieldPanel([*InterventionFields.intervention_panels,
                         InlinePanel("blocks", heading=_("Building blocks"),
                                     help_text=_("Core: without it the effect is gone. Adaptable: change it freely."))],
                        heading=_("2 Intervention")),
        MultiFieldPanel([InlinePanel("steps", heading=_("Steps with dates")),
                         *ImplementationFields.implementation_panels], heading=_("3 Implementation")),
        MultiFieldPanel([*InvolvementFields.involvement_panels,
                         InlinePanel("stakeholders", heading=_("Stakeholders"))], heading=_("4 Involvement")),
        MultiFieldPanel([InlinePanel("outcomes", heading=_("Outcomes"), help_text=_(
            "One row for each outcome and measure. Fear and crime are different outcomes. No change and harm are "
            "results too.")), *ImpactFields.impact_panels, InlinePanel("evaluations", heading=_("Evaluations"))],
            heading=_("5 Impact")),
        MultiFieldPanel([InlinePanel("preconditions", heading=_("Preconditions")), *TransferFields.transfer_panels],
                        heading=_("Transfer to another city")),
        MultiFieldPanel(FailureFields.failure_panels, heading=_("If it did not work"), classname="collapsed"),
        MultiFieldPanel(TransferFields.sustain_panels, heading=_("What keeps it alive")),
        InlinePanel("adoptions", heading=_("Adoptions by other cities")),
        InlinePanel("sources", heading=_("Sources"), help_text=_("Every figure names its source by this key.")),
        MultiFieldPanel(ProvenanceFields.provenance_panels, heading=_("What the texts rest on"), classname="collapsed"),
        InlinePanel("translations", heading=_("Translations")),
        MultiFieldPanel(StewardshipFields.stewardship_panels, heading=_("Is it still true?")),
    ]
