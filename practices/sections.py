"""Groups the texts of a record for reading: what is reported, and a folded list of what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.publicity import PublicPractice

# section: id, heading, (field, label) …
SECTIONS: tuple[tuple[str, Any, tuple[tuple[str, Any], ...]], ...] = (
    (
        "problem",
        _("Problem and choice"),
        (
            ("problem", _("The problem")),
            ("causes", _("Causes, risk and protective factors")),
            ("alternatives", _("Alternatives considered")),
            ("why_this", _("Why this one")),
            ("why_scale", _("Why at this scale")),
        ),
    ),
    ("intervention", _("What was done"), (("intervention", _("What is done")), ("mechanism", _("Why it should work")))),
    (
        "implementation",
        _("How it was carried out"),
        (
            ("staffing", _("Staffing")),
            ("training", _("Training")),
            ("data_safeguards", _("Safeguards for data and privacy")),
            ("legal_background", _("Legal and policy background")),
            ("success_factors", _("What helped")),
            ("limiting_factors", _("What limited it")),
            ("obstacles", _("Obstacles, and how they were met")),
        ),
    ),
    (
        "involvement",
        _("Who took part"),
        (
            ("leader", _("Leader")),
            ("community_groups", _("Community groups")),
            ("investors", _("Who invested")),
            ("negotiation", _("Negotiation and basis of agreement")),
        ),
    ),
    (
        "effects",
        _("Side effects and economics"),
        (
            ("displacement", _("Displacement")),
            ("unintended", _("Unintended effects")),
            ("rights_risks", _("Risks to rights")),
            ("worse_off", _("Who was worse off")),
            ("economics", _("Economics")),
        ),
    ),
    ("transfer", _("For another city"), (("not_fit", _("Would not fit where")), ("minimum_scale", _("Minimum scale")))),
    (
        "sustain",
        _("What keeps it alive"),
        (("sustain", _("After a change of administration")), ("who_pays_now", _("Who pays now"))),
    ),
)


def sections(view: PublicPractice, marks: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Section id → heading, reported fields (label, paragraphs, mark, whether untranslated), labels of missing fields.

    marks: what each field rests on (practices/marks.py).
    """
    return {
        name: {
            "id": name,
            "heading": heading,
            "fields": [
                {
                    "label": label,
                    "paragraphs": paragraphs(view.record[field]),
                    "mark": marks.get(field),
                    "untranslated": field in view.untranslated,
                }
                for field, label in fields
                if view.record.get(field)
            ],
            # What an anonymised record leaves out was not left unreported by its city.
            "missing": [] if view.anonymised else [label for field, label in fields if not view.record.get(field)],
        }
        for name, heading, fields in SECTIONS
    }


def paragraphs(text: str) -> list[str]:
    """Paragraphs of a plain text, parted by blank lines."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]
