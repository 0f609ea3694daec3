"""What other rooms show of reviews."""

from __future__ import annotations

from typing import Any

from django import template

from guidelines.selectors.rounds import reviews_asked_of

register = template.Library()


@register.inclusion_tag("guidelines/_asked_of.html", takes_context=True)
def reviews_asked(context: Any) -> dict[str, Any]:
    """The reviews the signed-in person's cities are asked in; nothing when there is none."""
    user = getattr(context.get("request"), "user", None)
    return {"asked": reviews_asked_of(user) if user is not None and user.is_authenticated else []}
