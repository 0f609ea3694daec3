"""Forms of the wizard, made from the steps and the page's own fields, so that labels and rules stay in one place."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import ClusterForm

from guidelines.models import Theme
from practices.desk.steps import BY_CODE, Step
from practices.models import PracticePage

EXTRA_ROWS = 2
LONG = {"problem", "causes", "intervention", "mechanism", "summary"}


@lru_cache(maxsize=1)
def examples() -> dict[str, dict[str, str]]:
    """Field → good and weak example."""
    path = settings.BASE_DIR / "practices" / "data" / "desk-examples.yaml"
    loaded: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


class StepForm(ClusterForm):  # type: ignore[misc]
    """One step: the page's fields and its repeated parts. Nothing is required here; submitting asks for depth 1."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, bound in self.fields.items():
            if name not in ("title", "version"):
                bound.required = False
            if isinstance(bound.widget, forms.Textarea):
                bound.widget.attrs["rows"] = 6 if name in LONG else 3

    def rows_of_parts(self) -> list[tuple[str, Any]]:
        """(related name, formset) of each repeated part, in the order of the step."""
        return list(self.formsets.items())


class ThemesField(forms.ModelMultipleChoiceField):
    """Ticked themes, by group."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Theme.objects.select_related("group").order_by("group_id", "code"),
            required=False,
            label=_("themes"),
            help_text=_("Up to five; people search by them."),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        if hasattr(value, "__iter__") and not isinstance(value, str):
            value = [getattr(item, "pk", item) for item in value]
        return super().prepare_value(value)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


@lru_cache(maxsize=16)
def form_class(code: str) -> type[StepForm]:
    """The form of a step. Raises KeyError for an unknown step."""
    step: Step = BY_CODE[code]
    meta = type(
        "Meta",
        (),
        {
            "model": PracticePage,
            "fields": list(step.fields),
            "formsets": {name: {"fields": list(fields), "extra": EXTRA_ROWS} for name, fields in step.parts.items()},
        },
    )
    members: dict[str, Any] = {"Meta": meta}
    if "themes" in step.fields:
        members["themes"] = ThemesField()
    return type(f"{code.title().replace('-', '')}Form", (StepForm,), members)


class NewPracticeForm(forms.Form):
    """Two fields are enough to begin; "it did not work" stands beside "it worked", not below it."""

    title = forms.CharField(max_length=120, label=_("What was done, in a few words"))
    kind = forms.ChoiceField(
        label=_("What would you tell a colleague?"),
        widget=forms.RadioSelect,
        initial="practice",
        choices=[
            ("practice", _("We do this, and want others to know")),
            ("did-not-work", _("We did this, and it did not work")),
            ("pilot", _("We are trying this now")),
            ("policy", _("We changed a rule or policy")),
        ],
    )
