"""What the statements of a record rest on (practices/provenance.py): stored with the record and its revisions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cities.fields import CodesField
from practices.provenance import problems


def check_rests_on(value: Any) -> None:
    """Refuse anything but known fields, each with a list of keys. Raises ValidationError."""
    if not isinstance(value, dict) or not all(
        isinstance(keys, list) and all(isinstance(key, str) for key in keys) for keys in value.values()
    ):
        raise ValidationError(_('Give fields with keys of sources: {"problem": ["smith2019"]}.'))
    for place, message in problems(value, ()):
        raise ValidationError(f"{place}: {message}")


def check_editorial(value: Any) -> None:
    """Refuse fields that report facts. Raises ValidationError."""
    for _place, message in problems({}, value):
        raise ValidationError(message)


class ProvenanceFields(models.Model):
    """rests_on: field → keys of the record's sources. editorial: fields that are the editors' reading, not a report.

    Both empty means that the account is the city's own.
    """

    rests_on = models.JSONField(
        _("what each text rests on"),
        default=dict,
        blank=True,
        validators=[check_rests_on],
        help_text=_(
            'Fields with keys of the sources below: {"problem": ["smith2019"]}. Leave it empty when the city itself '
            "gives the account."
        ),
    )
    editorial = CodesField(
        _("editors' reading"),
        validators=[check_editorial],
        help_text=_("Fields that hold our reading or advice instead of a reported fact, separated by commas."),
    )

    provenance_panels: ClassVar = [FieldPanel("rests_on"), FieldPanel("editorial")]

    class Meta:
        abstract = True
