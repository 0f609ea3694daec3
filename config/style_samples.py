"""Invented records for the style guide: enough of everything to see a component with long and short text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from config.navigation import search_url
from search.results import Hit, Piece
from search.sources import Card

SWATCHES = (
    "paper",
    "surface",
    "sunken",
    "ink",
    "ink-2",
    "line",
    "brand",
    "brand-soft",
    "night",
    "lamp",
    "lamp-soft",
    "positive",
    "mixed",
    "none",
    "negative",
    "learn",
    "info",
)

PLACES = (
    (5.32, -4.03, "Abidjan"), (6.24, -75.58, "Medellín"), (19.08, 72.88, "Mumbai"), (-33.92, 18.42, "Cape Town"),
    (48.2, 16.37, "Wien"), (35.68, 139.69, "Tōkyō"), (-18.14, 178.44, "Suva"), (43.65, -79.38, "Toronto"),
)  # fmt: skip


class SampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(max_length=40)
    summary = forms.CharField(widget=forms.Textarea)
    format = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    consent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label, self.fields["title"].help_text = _("Title"), _("What was done, in plain words.")
        self.fields["summary"].label = _("Summary")
        self.fields["format"].label = _("Format wanted")
        self.fields["format"].choices = [
            ("pair", _("a pair")),
            ("three", _("a group of three")),
            ("either", _("either")),
        ]
        self.fields["consent"].label = _("We may publish the photographs")


def sections() -> list[dict[str, str]]:
    """The guide's sections in order: id, label and template."""
    names = (
        ("colour", _("Colour")),
        ("type", _("Type")),
        ("buttons", _("Buttons and toolbars")),
        ("forms", _("Forms")),
        ("cards", _("Cards")),
        ("evidence", _("Evidence, direction, fit")),
        ("filters", _("Filters and pages")),
        ("notices", _("Notices and empty states")),
        ("data", _("Figures, tables, charts")),
        ("time", _("Time, steps, citation")),
        ("text", _("Guideline text and SDGs")),
        ("maps", _("Maps")),
    )
    return [{"id": name, "label": label, "template": f"config/style_guide/{name}.html"} for name, label in names]


def practice_cards() -> list[Card]:
    """One that worked, one that did not."""
    summary = _(
        "Women walked the route at night with the planners; lights, kiosks and a late bus followed at eleven stops."
    )
    return [
        Card(
            "practice:1",
            "practice",
            _("Lights and kiosks at eleven bus stops"),
            "#cards",
            summary,
            place=_("Invented City, Côte d’Ivoire"),
            facts=((_("Since"), "2021"), (_("Cost"), _("low"))),
            extra={"kind_label": _("Practice"), "grade": "E3", "direction": "positive", "demonstration": True},
        ),
        Card(
            "practice:2",
            "practice",
            _("Cameras in the market"),
            "#cards",
            _("Twenty cameras, no one to watch them. Thefts did not change; traders asked for light instead."),
            place=_("Second City, Mexico"),
            extra={
                "kind_label": _("Practice"),
                "grade": "E2",
                "direction": "none",
                "did_not_work": True,
                "demonstration": True,
            },
        ),
    ]


def other_cards() -> list[Card]:
    """A card of each other kind."""
    return [
        Card(
            "city:1",
            "city",
            _("Invented City"),
            "#cards",
            _("Port city of 230,000 with a safety council since 2012."),
            place=_("Western Africa"),
            facts=((_("Practices"), "4"),),
            extra={"kind_label": _("City"), "stub": True},
        ),
        Card(
            "tool:1",
            "tool",
            _("Night walk checklist"),
            "#cards",
            _("Two pages, no app needed, in six languages."),
            facts=((_("Cost"), _("free")),),
            extra={"kind_label": _("Tool")},
        ),
        Card(
            "provision:1",
            "provision",
            _("Paragraph 25(d): city-wide diagnosis"),
            "#cards",
            _("Know what happens where, to whom, and what people fear."),
            extra={"kind_label": _("Guideline provision")},
        ),
        Card(
            "organisation:1",
            "organisation",
            _("Invented Observatory"),
            "#cards",
            _("Surveys and training for cities."),
            extra={"kind_label": _("Organisation")},
        ),
    ]


def values(*rows: tuple[str, str, int, bool]) -> list[dict[str, Any]]:
    """Facet values from (value, label, count, selected)."""
    return [dict(zip(("value", "label", "count", "selected"), row, strict=True)) for row in rows]


def facets() -> list[dict[str, Any]]:
    """A tree and a flat facet."""
    tree = values(("planning-design", _("Planning and design"), 31, True), ("inclusion", _("Inclusion"), 22, False))
    tree[0]["children"] = values(
        ("planning-design/public-space", _("Public space"), 18, True),
        ("planning-design/mobility-transport", _("Mobility and transport"), 13, False),
    )
    return [
        {"name": "theme", "label": _("Theme"), "values": tree, "selected_count": 2},
        {
            "name": "grade",
            "label": _("Evidence"),
            "help": _("How strong, not how good."),
            "open": True,
            "values": values(
                ("E3", _("E3 compared"), 9, False),
                ("E2", _("E2 observed"), 27, False),
                ("E5", _("E5 synthesised"), 0, False),
            ),
        },
    ]


def search_samples() -> dict[str, Any]:
    """What results, filters and pages draw."""
    matched = (Piece(_("A late bus followed; at the ")), Piece(_("bus stops"), True), Piece(_(" women had named.")))
    return {
        "sample_hit": Hit(
            "practice:1", title=(Piece(_("Lights and kiosks at eleven ")), Piece(_("bus stops"), True)), snippet=matched
        ),
        "active_filters": [
            {"facet": _("Theme"), "label": _("Public space"), "remove_url": "#filters"},
            {"facet": _("Region"), "label": _("Western Africa"), "remove_url": "#filters"},
        ],
        "sample_facets": facets(),
        "pages": [{"number": n, "url": "#filters", "current": n == 3} for n in (1, 2, 3, 4, None, 17)],
        "empty_links": [
            {"label": _("Public space"), "url": search_url({"theme": "planning-design/public-space"})},
            {"label": _("Women and girls"), "url": search_url({"population": "women-girls"})},
        ],
    }


def chart_samples() -> dict[str, Any]:
    """What charts, tables and maps draw."""
    space, women = _("Public space"), _("Women and girls")
    return {
        "bar_rows": [(space, 31), (women, 22), (_("Mobility and transport"), 13), (_("Mediation"), 4)],
        "dot_rows": [
            (_("Central station"), 61, None, None, 38),
            (_("Market street"), 54, 49, 59, 47),
            (_("Harbour"), 33, 27, 39, 35),
        ],
        "heat_columns": [_("Africa"), _("Americas"), _("Asia"), _("Europe")],
        "heat_rows": [(space, (9, 14, 6, 2)), (_("Policing"), (1, 3, 0, 7)), (_("Youth"), (4, 5, 2, 1))],
        "table_rows": [
            (_("Feels safe at the stop"), "38 %", "61 %", "positive"),
            (_("Recorded robbery"), "112", "109", "none"),
        ],
        "points": [{"lat": lat, "lon": lon, "label": name, "url": "#maps"} for lat, lon, name in PLACES],
    }


def context() -> dict[str, Any]:
    """Everything the style guide draws."""
    return {
        "sections": sections(),
        "swatches": SWATCHES,
        "sample_form": SampleForm({"title": "", "summary": _("A text")}),
        "cards": [*practice_cards(), *other_cards()],
        **search_samples(),
        **chart_samples(),
    }
