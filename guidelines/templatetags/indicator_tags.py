"""Tags for pages that show indicators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import get_language

from guidelines.forms import AttachHereForm
from guidelines.links import Beside
from guidelines.models import Indicator
from guidelines.permissions import may_decide

register = template.Library()


@register.simple_tag
def worded(indicator: Indicator) -> dict[str, Any]:
    """Name and meaning in one language: the reader's where both are there, else English.

    language: of both. other: it is not the page's. translated: it is not the original. details_english: the page's
    language is another than that of the details.
    """
    here = (get_language() or "en").split("-")[0]
    text, language = indicator.worded(here)
    return {
        "name": indicator.label(language),
        "text": text,
        "language": language,
        "other": language != here,
        "translated": language != "en",
        "details_english": here != "en",
    }


@register.simple_tag
def without_experience(beside: Iterable[Beside]) -> bool:
    """Whether nobody's experience stands beside a provision; an indicator measures and is no experience."""
    return all(group.kind == "indicator" for group in beside)


@register.inclusion_tag("guidelines/_attach.html", takes_context=True)
def attach_indicator_here(context: Any, row: Any) -> dict[str, Any]:
    """For editors, the form that attaches an indicator to the provision shown; nothing for anybody else."""
    request = context.get("request")
    allowed = bool(request) and may_decide(request.user)
    return {
        "form": AttachHereForm(provision=row.provision_id) if allowed else None,
        "row": row,
        "document": context.get("document"),
        "csrf_token": context.get("csrf_token"),
    }
