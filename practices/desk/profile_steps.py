"""The pages of a city's own profile at the desk: what a city may state about itself, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import CityPage
from guidelines.models import Theme
from practices.desk.forms import StepForm, ThemesField
from practices.desk.steps import Step

STEPS: tuple[Step, ...] = (
    Step(
        "about",
        _("About the city"),
        _("Who reads this wants to know whether your city is like theirs. An office may be named, never a person."),
        ("summary", "population", "population_year", "population_source", "time_zone", "coordinator_office"),
        {"city_languages": ("code", "level")},
        minutes=4,
    ),
    Step(
        "powers",
        _("Who decides what"),
        _("Powers decide which practices fit your city; this is what others cannot look up."),
        (),
        {"powers": ("power", "level", "note")},
        minutes=5,
    ),
    Step(
        "in-place",
        _("What is in place"),
        _("Council, strategy and diagnosis, with their year. “No” is an answer too."),
        (
            "safety_council_exists",
            "safety_council_name",
            "safety_council_year",
            "safety_council_sources",
            "strategy_exists",
            "strategy_name",
            "strategy_year",
            "strategy_sources",
            "diagnosis_exists",
            "diagnosis_year",
            "diagnosis_data",
            "diagnosis_disaggregated",
            "diagnosis_sources",
        ),
        minutes=4,
    ),
    Step(
        "needs",
        _("What you need, what you know"),
        _("Priorities say what you look for, experience what others may ask you about."),
        ("priorities", "experience"),
        {"actors": ("name", "kind", "role", "url")},
        minutes=4,
    ),
    Step(
        "figures",
        _("Figures and sources"),
        _(
            "A figure without a source is not shown. First the sources, each with a short key; then name the key "
            "beside the figure."
        ),
        ("hidden_parts",),
        {
            "sources": ("key", "kind", "authors", "title", "year", "publisher", "url"),
            "indicators": ("name", "indicator", "value", "unit", "year", "definition", "disaggregation", "sources"),
        },
        minutes=5,
    ),
)
BY_CODE: Mapping[str, Step] = {step.code: step for step in STEPS}
PART_TITLES: Mapping[str, Any] = {
    "city_languages": _("Working languages"),
    "powers": _("Powers"),
    "actors": _("Local actors and resources"),
    "indicators": _("Indicators"),
    "sources": _("Sources"),
}
HELP = {
    "summary": _("At most 120 words, in your own words."),
    "population_source": _("The key of the source that gives this number, from “Figures and sources”."),
    "coordinator_office": _("An office, never a person's name."),
    "priorities": _("Shown as what your city needs."),
    "experience": _("Other cities find you by these."),
    "hidden_parts": _("Ticked parts are seen by your city, the coordinator and cities you are matched with only."),
}


class ProfileForm(StepForm):
    """One page of the profile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.help_text = HELP.get(name, field.help_text)


class TermsField(ThemesField):
    """Ticked themes of the city, without the practice's advice."""

    def __init__(self, label: Any) -> None:
        forms.ModelMultipleChoiceField.__init__(
            self,
            queryset=Theme.objects.select_related("group").order_by("group_id", "code"),
            required=False,
            label=label,
        )


@lru_cache(maxsize=16)
def form_class(code: str, *, with_parts: bool = True) -> type[ProfileForm]:
    """The form of a page. Raises KeyError for an unknown one. with_parts: as in practices.desk.forms."""
    step = BY_CODE[code]
    formsets = {name: {"fields": list(fields), "extra": 2} for name, fields in step.parts.items() if with_parts}
    meta = type("Meta", (), {"model": CityPage, "fields": list(step.fields), "formsets": formsets})
    members: dict[str, Any] = {"Meta": meta}
    for name in ("priorities", "experience"):
        if name in step.fields:
            members[name] = TermsField(CityPage._meta.get_field(name).verbose_name)
    return type(f"Profile{code.title().replace('-', '')}Form", (ProfileForm,), members)


def after(code: str) -> Step | None:
    """The page behind this one, or None behind the last."""
    codes = list(BY_CODE)
    place = codes.index(code) + 1
    return STEPS[place] if place < len(STEPS) else None
