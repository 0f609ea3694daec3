"""The first question of the site: problems in the words of a city, each leading to the theme that answers it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The first page's own words (config/data/pages.yaml), named here so that translators find them; an editor's words are
# shown as they are.
QUESTION = _("Which problem does your city face?")
INTRODUCTION = _(
    "What cities did to make streets, transport, schools and markets safer: what it cost, whether it worked and what "
    "did not. Find what fits your city, ask the people who did it, and report what came of it at home."
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem: title, one line, the theme's path in the vocabulary (facet "theme"), an icon."""

    title: str | Promise
    text: str | Promise
    theme: str
    icon: str


PROBLEMS: tuple[Problem, ...] = (
    Problem(
        _("People are afraid to walk at night"),
        _("Light, presence, and what lies behind the fear."),
        "violence-harms/fear-perception",
        "moon",
    ),
    Problem(
        _("Women and girls are harassed"),
        _("On the street, at the stop, on the way to school."),
        "inclusion/women-girls",
        "users-round",
    ),
    Problem(
        _("Buses and stations feel unsafe"),
        _("The vehicle, the stop and the walk home."),
        "planning-design/mobility-transport",
        "bus",
    ),
    Problem(
        _("Parks and squares stand empty"),
        _("Public space people come back to."),
        "planning-design/public-space",
        "trees",
    ),
    Problem(
        _("Young people are drawn into gangs"),
        _("Ways out, and ways not to enter."),
        "violence-harms/gangs-organized-violence",
        "git-branch",
    ),
    Problem(
        _("Violence at home stays hidden"),
        _("Recognise it early, protect, and change norms."),
        "violence-harms/gender-based-violence",
        "house",
    ),
    Problem(
        _("Residents do not trust the police"),
        _("Accountability, presence and a common plan."),
        "policing-justice/police-trust-accountability",
        "shield",
    ),
    Problem(
        _("Informal settlements are left out"),
        _("Streets, services and a say, built with those who live there."),
        "planning-design/slum-upgrading",
        "building-2",
    ),
    Problem(
        _("Guns and drugs rule a street"),
        _("Fewer weapons, less harm, places won back."),
        "violence-harms/small-arms-drugs",
        "triangle-alert",
    ),
    Problem(
        _("Newcomers and neighbours clash"),
        _("Living together after displacement and migration."),
        "inclusion/migration-displacement",
        "arrow-left-right",
    ),
    Problem(
        _("We do not know what happens where"),
        _("Diagnosis, audits and figures a city can act on."),
        "knowledge/diagnosis-audits",
        "map-pinned",
    ),
    Problem(
        _("It ends when the project ends"),
        _("Budgets, laws and offices that outlast a mandate."),
        "legislation-finance/municipal-finance",
        "coins",
    ),
)
