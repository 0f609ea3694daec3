"""Small model fields the records share: lists of codes, lists of source keys, dates of known or unknown precision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
partial_date = RegexValidator(PARTIAL_DATE, _("Write a year, a month or a day: 2018, 2018-12 or 2018-12-05."))


class PartialDateField(models.CharField):
    """A date as the source gives it: "2018", "2018-12" or "2018-12-05"; empty when not reported.

    Text of this form sorts by time, which is all the site does with it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("validators", [partial_date])
        super().__init__(*args, **kwargs)


class CodesFormField(forms.MultipleChoiceField):
    """Ticked boxes whose value is a plain list."""

    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial or [], data)


class KeysFormField(forms.CharField):
    """Words separated by commas, kept as a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        return [part.strip() for part in (value or "").split(",") if part.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial or "") != self.to_python(data or "")


class CodesField(models.JSONField):
    """A list of codes out of `choices_of` (a TextChoices class), kept in order, each once.

    choices_of is not part of the migration: adding a code is no change of the database.
    """

    def __init__(self, *args: Any, choices_of: type[models.TextChoices] | None = None, **kwargs: Any) -> None:
        self.choices_of = choices_of
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            raise ValidationError(_("Give a list of codes."))
        known = self.choices_of.values if self.choices_of else ()
        for code in value:
            if self.choices_of and code not in known:
                raise ValidationError(_("“%(code)s” is not one of: %(known)s."),
                                      params={"code": code, "known": ", ".join(known)})

    def formfield(self, **kwargs: Any) -> Any:
        """Boxes to tick when the codes are known, else words separated by commas."""
        common = {"required": not self.blank, "label": self.verbose_name, "help_text": self.help_text}
        if self.choices_of:
            return CodesFormField(choices=self.choices_of.choices, **common)
        return KeysFormField(**common)


def source_keys() -> CodesField:
    """The field that names, beside a claim, the sources it rests on."""
    return CodesField(
        _("sources"), help_text=_("Keys of the record's sources this rests on, separated by commas."),
    )
