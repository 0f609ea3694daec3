"""What changed: one row for each outcome and measure, with its grade of evidence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable

from cities.fields import PartialDateField, source_keys
from practices.models.practice import PracticePage
from practices.outcomes import Comparison, Direction, Grade, Level, OutcomeCode


class Outcome(Orderable):
    """A measured or observed change. Strength (grade) and direction are two things and never merged.

    computed_grade comes from the rule in practices/evidence.py; a reviewer may override it with a reason, and `grade`
    is what is shown.
    """

    practice = ParentalKey(PracticePage, related_name="outcomes")
    outcome = models.CharField(_("outcome"), max_length=30, choices=OutcomeCode.choices)
    level = models.CharField(_("symptom or cause"), max_length=10, choices=Level.choices, default=Level.SYMPTOM)
    indicator = models.CharField(_("indicator"), max_length=300, blank=True)
    baseline = models.FloatField(_("before"), null=True, blank=True)
    result = models.FloatField(_("after"), null=True, blank=True)
    comparison_value = models.FloatField(
        _("value of the comparison"), null=True, blank=True,
        help_text=_("What the group or area without the practice had at the end; not what was there before."),
    )
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    baseline_date = PartialDateField(_("date before"))
    result_date = PartialDateField(_("date after"))
    population = models.CharField(_("who or where"), max_length=300, blank=True)
    comparison = models.CharField(_("comparison"), max_length=20, choices=Comparison.choices, default=Comparison.NONE)
    comparison_note = models.TextField(_("against what"), blank=True,
                                       help_text=_("With the uncertainty when the source gives it."))
    effect = models.CharField(_("size of the effect, as published"), max_length=400, blank=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices, default=Direction.UNKNOWN,
                                 help_text=_("Better means better for people, whatever the sign of the figure."))
    sites = models.PositiveSmallIntegerField(_("independent sites or studies"), default=1)
    independent = models.BooleanField(_("evaluator independent of the implementer"), default=False)
    sources = source_keys()
    computed_grade = models.CharField(max_length=2, choices=Grade.choices, default=Grade.E0, editable=False)
    grade_override = models.CharField(_("grade set by a reviewer"), max_length=2, choices=Grade.choices, blank=True)
    grade_override_reason = models.TextField(_("reason for that grade"), blank=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("outcome"), FieldPanel("level"), FieldPanel("direction")]),
        FieldPanel("indicator"),
        FieldRowPanel([FieldPanel("baseline"), FieldPanel("result"), FieldPanel("comparison_value"),
                       FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("baseline_date"), FieldPanel("result_date"), FieldPanel("population")]),
        FieldRowPanel([FieldPanel("comparison"), FieldPanel("sites"), FieldPanel("independent")]),
        FieldPanel("comparison_note"), FieldPanel("effect"), FieldPanel("sources"),
        MultiFieldPanel([FieldPanel("grade_override"), FieldPanel("grade_override_reason")],
                        heading=_("Reviewer's grade"), classname="collapsed"),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(grade_override="") | ~models.Q(grade_override_reason=""),
                name="outcome_override_has_reason",
                violation_error_message=_("Give the reason for the grade you set."),
            )
        ]

    @property
    def grade(self) -> str:
        """The grade that counts: the reviewer's if there is one, else the rule's."""
        return self.grade_override or self.computed_grade
