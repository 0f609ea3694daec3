"""The repeated parts of a record: blocks, steps, stakeholders, preconditions, evaluations, sources."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from cities.fields import source_keys
from cities.models.sources import SourceFields
from practices.choices import BlockKind, EvaluationDesign, EvaluatorKind, Need, PreconditionKind
from practices.models.practice import PracticePage


class BuildingBlock(Orderable):
    """A part of the practice that another city can take alone: core to the effect, or adaptable."""

    practice = ParentalKey(PracticePage, related_name="blocks")
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=BlockKind.choices, default=BlockKind.CORE)
    enabling = models.TextField(_("enabling factors"), blank=True)
    lesson = models.TextField(_("lesson"), blank=True)

    def __str__(self) -> str:
        return self.name


class PracticeStep(Orderable):
    """A step of the implementation with its date as people say it ("2004–2007")."""

    practice = ParentalKey(PracticePage, related_name="steps")
    when = models.CharField(_("when"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)


class Stakeholder(Orderable):
    """An organisation or office that took part, never a private person."""

    practice = ParentalKey(PracticePage, related_name="stakeholders")
    name = models.CharField(_("name"), max_length=250)
    role = models.CharField(_("role"), max_length=300, blank=True)


class Precondition(Orderable):
    """What must be there, or helps, for the practice to work."""

    practice = ParentalKey(PracticePage, related_name="preconditions")
    kind = models.CharField(_("kind"), max_length=10, choices=PreconditionKind.choices)
    title = models.CharField(_("what"), max_length=250)
    need = models.CharField(_("need"), max_length=10, choices=Need.choices, default=Need.MUST)
    note = models.TextField(_("note"), blank=True)


class Evaluation(Orderable):
    """A study of the practice, by the implementer or by others."""

    practice = ParentalKey(PracticePage, related_name="evaluations")
    evaluator = models.CharField(_("evaluator"), max_length=20, choices=EvaluatorKind.choices)
    organisation = models.CharField(_("organisation"), max_length=250, blank=True)
    design = models.CharField(_("design"), max_length=20, choices=EvaluationDesign.choices)
    period = models.CharField(_("period"), max_length=60, blank=True)
    quality = models.TextField(_("notes on quality"), blank=True)
    sources = source_keys()

    panels = [FieldRowPanel([FieldPanel("evaluator"), FieldPanel("design"), FieldPanel("period")]),
              FieldPanel("organisation"), FieldPanel("quality"), FieldPanel("sources")]


class PracticeSource(Orderable, SourceFields):
    """A source of the record."""

    practice = ParentalKey(PracticePage, related_name="sources")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "key"], name="practice_source_key_once")]
