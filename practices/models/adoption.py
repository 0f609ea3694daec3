"""A practice that travelled: which city took it up, what it changed, what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from cities.fields import CodesField, source_keys
from cities.models import CityPage
from practices.choices import AdoptionStatus
from practices.models.practice import PracticePage
from practices.outcomes import Direction


class Adoption(Orderable):
    """An adoption of the practice by another city. An independent result changes the evidence by rule.

    exchange: id of the exchange it came from (kept as a number: the network's room lies above this one). reported: when
    the adopting city said it itself; such a row is that city's statement and no draft of the practice changes it.
    """

    practice = ParentalKey(PracticePage, related_name="adoptions")
    city = models.ForeignKey(CityPage, models.CASCADE, related_name="adoptions", verbose_name=_("city"))
    status = models.CharField(_("status"), max_length=20, choices=AdoptionStatus.choices,
                              default=AdoptionStatus.CONSIDERING)
    year = models.CharField(_("year"), max_length=20, blank=True)
    blocks = CodesField(_("blocks used"), help_text=_("Names of building blocks, separated by commas."))
    changes = models.TextField(_("what was changed"), blank=True)
    result = models.TextField(_("what came of it"), blank=True)
    direction = models.CharField(_("direction of the result"), max_length=10, choices=Direction.choices,
                                 default=Direction.UNKNOWN)
    sources = source_keys()
    exchange = models.PositiveIntegerField(_("exchange"), null=True, blank=True, editable=False)

    reported = models.DateTimeField(_("reported by the city"), null=True, blank=True, editable=False)

    panels: ClassVar = [
        FieldPanel("city"), FieldRowPanel([FieldPanel("status"), FieldPanel("year"), FieldPanel("direction")]),
        FieldPanel("blocks"), FieldPanel("changes"), FieldPanel("result"), FieldPanel("sources"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("adoption")
        constraints = [models.UniqueConstraint(fields=["practice", "city"], name="adoption_once_a_city")]
