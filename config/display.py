"""How codes are shown: words, icons and shapes of grades, directions, kinds and theme groups. No room's rules here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

GRADES: dict[str, Text] = {
    "E0": _("described"),
    "E1": _("reasoned"),
    "E2": _("observed"),
    "E3": _("compared"),
    "E4": _("repeated"),
    "E5": _("synthesised"),
}

GRADE_MEANINGS: dict[str, Text] = {
    "E0": _("The activity is described. Nobody says yet why it should work."),
    "E1": _(
        "Problem, mechanism and at least one precondition are written down: the reasoning can be checked."
    ),
    "E2": _("A result is reported before and after, or as a trend, with its source. Other causes cannot be ruled out."),
    "E3": _("The result is compared with a similar place or group, or with a sound time series."),
    "E4": _(
        "Compared at two or more sites, or evaluated independently and adopted by a city that reports a result."
    ),
    "E5": _("A systematic review, or repeated results in several settings with a manual others can follow."),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with its icon; the icon repeats the word and never replaces it."""

    word: Text
    icon: str


DIRECTIONS: dict[str, Mark] = {
    "positive": Mark(_("Improved"), "trending-up"),
    "mixed": Mark(_("Mixed"), "arrow-left-right"),
    "none": Mark(_("No change"), "equal"),
    "negative": Mark(_("Got worse"), "trending-down"),
    "unknown": Mark(_("Not known"), "circle-help"),
}

KIND_ICONS: dict[str, str] = {
    "practice": "lightbulb",
    "city": "building-2",
    "tool": "wrench",
    "provision": "scroll-text",
    "guideline": "book-open",
    "organisation": "handshake",
    "theme": "layers",
    "indicator": "chart-bar",
    "exchange": "arrow-left-right",
}

THEME_ICONS: dict[str, str] = {
    "governance": "landmark",
    "prevention": "sprout",
    "planning-design": "trees",
    "policing-justice": "scale",
    "inclusion": "users-round",
    "violence-harms": "triangle-alert",
    "knowledge": "chart-column",
    "technology": "smartphone",
    "legislation-finance": "coins",
}
