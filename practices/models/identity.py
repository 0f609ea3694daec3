"""What identifies a practice, and the values computed from the rest of the record at every save."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cities.fields import PartialDateField
from practices.choices import Depth, Lifecycle, RecordKind, Scale
from practices.outcomes import Direction, Grade


class IdentityFields(models.Model):
    """Title (the page's), claim, summary, kind, scale, lead organisation, dates, depth."""

    code = models.SlugField(
        _("code"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Permanent id; made from the title when left empty, never changed later."),
    )
    claim = models.CharField(
        _("claim"),
        max_length=300,
        blank=True,
        help_text=_("One sentence of at most 200 characters: what changed, or did not."),
    )
    summary = models.TextField(
        _("summary"), blank=True, validators=[MaxLengthValidator(3000)], help_text=_("At most 250 words.")
    )
    kind = models.CharField(
        _("kind of record"), max_length=20, choices=RecordKind.choices, default=RecordKind.PRACTICE, db_index=True
    )
    scale = models.CharField(_("scale"), max_length=20, choices=Scale.choices, default=Scale.CITY)
    lead_organisation = models.CharField(_("lead organisation"), max_length=300, blank=True)
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))
    lifecycle = models.CharField(_("stage"), max_length=20, choices=Lifecycle.choices, default=Lifecycle.RUNNING)
    record_depth = models.CharField(
        _("depth"),
        max_length=1,
        choices=Depth.choices,
        default=Depth.ONE,
        help_text=_("1 takes about 20 minutes and may be published."),
    )
    stub = models.BooleanField(
        _("to be completed"), default=False, help_text=_("Named in a source; the record is still to be written.")
    )

    identity_panels: ClassVar = [
        FieldPanel("claim"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("record_depth")]),
        FieldRowPanel([FieldPanel("scale"), FieldPanel("lifecycle")]),
        FieldPanel("lead_organisation"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("stub")]),
    ]

    class Meta:
        abstract = True


class ComputedFields(models.Model):
    """Filled by `PracticePage.save()` from the pure rules; never typed.

    grade: best grade of the outcomes. direction: overall direction. richness: percent of the depth's fields that are
    filled. cost_band: see practices/costs.py. context: snapshot of the city's profile when first published.
    card: see practices/cards.py. words: see practices/index_words.py. public_id: what an anonymised record is called in
    public, so that its address says nothing of the city.
    """

    grade = models.CharField(
        _("grade"), max_length=2, choices=Grade.choices, default=Grade.E0, editable=False, db_index=True
    )
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, default=Direction.UNKNOWN, editable=False
    )
    richness = models.PositiveSmallIntegerField(_("richness"), default=0, editable=False)
    cost_band = models.CharField(_("cost band"), max_length=20, blank=True, editable=False)
    context = models.JSONField(_("context where it worked"), default=dict, blank=True, editable=False)
    card = models.JSONField(_("what lists show"), default=dict, blank=True, editable=False)
    words = models.JSONField(_("what the search reads"), default=dict, blank=True, editable=False)
    public_id = models.CharField(max_length=24, unique=True, editable=False)

    class Meta:
        abstract = True
