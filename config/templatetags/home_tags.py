"""What the first page shows, asked for by the template so that each part is read only where it is drawn."""

from __future__ import annotations

from typing import Any

from django import template

from config import selectors

register = template.Library()


@register.simple_tag
def home_page() -> dict[str, Any]:
    """figures, problems, themes, sdgs, newest, lessons, pins: see config/selectors.py."""
    figures = selectors.home_figures()
    return {
        "figures": figures,
        "problems": selectors.problem_tiles(figures),
        "themes": selectors.theme_columns(figures),
        "sdgs": selectors.sdg_tiles(figures),
        "newest": selectors.newest_practices(),
        "lessons": selectors.lessons(),
        "pins": selectors.city_pins(),
        "did_not_work": figures.record_kinds.get("did-not-work", 0),
    }
