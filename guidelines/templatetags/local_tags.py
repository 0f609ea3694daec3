"""What a text's page says of its local versions."""

from __future__ import annotations

from django import template

from guidelines.models import GuidelineDocument

register = template.Library()


@register.simple_tag
def local_versions(document: GuidelineDocument) -> list[GuidelineDocument]:
    """The public texts of cities and countries that localize a text, by title."""
    return list(GuidelineDocument.objects.public().filter(localizes=document).order_by("title"))
