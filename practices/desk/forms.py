"""Forms of the wizard, made from the steps and the page's own fields, so that labels and rules stay in one place."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml
from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import ClusterForm

from guidelines.models import Theme
from guidelines.selectors.outline import provisions_at
from practices.desk.steps import BY_CODE, Step
from practices.models import PracticePage, PracticeProvision, ToolPage

EXTRA_ROWS = 2
MOST_LINES, LONGEST_LINE = 10, 500
BOXES = ("approaches", "levers", "justice")
LONG = {"problem", "causes", "intervention", "mechanism", "summary"}
HELP = {
    "lifecycle": _("Where it stands today."),
    "title": _("In words a colleague would use, without the name of a programme."),
    "cost_one_off": _("In whole units of the currency; 1500000 for one and a half million."),
    "cost_yearly": _("What it costs to keep going, each year."),
    "failure_visibility": _(
        "You decide. Anonymised records lose the city, all names and exact figures before anybody sees them."
    ),
    "willing_to": _("Only cities matched with you see whom to call."),
    "consent": _("Needed before publication. It can be withdrawn; the record is then taken down."),
    "start": _("A year, a month or a day: 2018, 2018-12 or 2018-12-05."),
    "end": _("Empty while it runs."),
    "fte": _("Full-time posts it takes; 0.5 for half a post."),
    "powers_needed": _("What the city must be allowed to decide."),
}
# Rows of repeated parts say some things in other words than the editors' admin.
ROW_LABELS = {
    "key": (_("Short name"), _("Such as police2023. Written beside a figure it says where the figure comes from.")),
    "sources": (_("Where this comes from"), _("Short names of sources from the step “Sources”, separated by commas.")),
    "evaluator": (_("Who evaluated"), ""),
    "DELETE": (_("Remove this one"), ""),
}


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
            elif isinstance(bound.widget, forms.NumberInput):
                bound.widget.attrs |= {"inputmode": "decimal", "step": "any", "min": 0}
            bound.label = capfirst(str(bound.label or ""))
            bound.help_text = HELP.get(name, bound.help_text)
        for formset in self.formsets.values():
            for row in formset.forms:
                _dress(row)

    def rows_of_parts(self) -> list[tuple[str, Any]]:
        """(related name, formset) of each repeated part, in the order of the step."""
        return list(self.formsets.items())


def _dress(row: Any) -> None:
    """Say a row's fields plainly; the order of rows is carried along unseen."""
    for name, bound in row.fields.items():
        label, help_text = ROW_LABELS.get(name, (capfirst(str(bound.label or "")), bound.help_text))
        bound.label, bound.help_text = label, help_text
        if name == "ORDER":
            bound.widget = forms.HiddenInput()
        elif isinstance(bound.widget, forms.Textarea):
            bound.widget.attrs["rows"] = 3


class ProvisionRow(ClusterForm):  # type: ignore[misc]
    """A paragraph of the Guidelines by the number printed there."""

    def clean_address(self) -> str:
        """Raises ValidationError for a number the text in force does not have."""
        address: str = self.cleaned_data["address"].strip().replace(" ", "")
        place = (PracticeProvision._meta.get_field("document").default, address)
        self.instance.provision_id = provisions_at({place}).get(place)
        if address and self.instance.provision_id is None:
            raise forms.ValidationError(
                _("The Guidelines have no paragraph %(address)s. Write it as on its page, such as 25(d) or 26(f)(i)."),
                params={"address": address},
            )
        return address


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


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        kept = [line.strip() for line in lines if line.strip()]
        if len(kept) > MOST_LINES or any(len(line) > LONGEST_LINE for line in kept):
            raise forms.ValidationError(
                _("At most %(n)d lines of %(length)d characters."), params={"n": MOST_LINES, "length": LONGEST_LINE}
            )
        return kept

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


ROW_FORMS: dict[str, dict[str, Any]] = {"provisions": {"form": ProvisionRow}}


@lru_cache(maxsize=32)
def form_class(code: str, *, with_parts: bool = True) -> type[StepForm]:
    """The form of a step. Raises KeyError for an unknown step.

    with_parts: whether repeated parts are in it; saving while typing leaves them out, so that no new row is doubled.
    """
    step: Step = BY_CODE[code]
    meta = type(
        "Meta",
        (),
        {
            "model": PracticePage,
            "fields": list(step.fields),
            "widgets": {name: forms.CheckboxSelectMultiple for name in BOXES if name in step.fields},
            "formsets": {
                name: {"fields": list(fields), "extra": EXTRA_ROWS, **ROW_FORMS.get(name, {})}
                for name, fields in step.parts.items()
                if with_parts
            },
        },
    )
    members: dict[str, Any] = {"Meta": meta}
    if "themes" in step.fields:
        members["themes"] = ThemesField()
    if "tools" in step.fields:
        members["tools"] = forms.ModelMultipleChoiceField(
            queryset=ToolPage.objects.live().order_by("title"),
            required=False,
            label=_("tools used"),
            help_text=_("Of those in the tool collection; several can be chosen."),
        )
    if "first_steps" in step.fields:
        members["first_steps"] = LinesField(
            label=_("first steps for another city"), help_text=_("One step a line; three are a good number.")
        )
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
