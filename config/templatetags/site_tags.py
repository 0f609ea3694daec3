"""Tags every template may use: icons, marks of evidence and direction, links to the other languages, navigation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from defusedxml import ElementTree
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from config import display, navigation
from search import sources

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "", flip: bool = False) -> SafeString:
    """A decorative icon of the sprite, hidden from screen readers; the text beside it says what it means.
    flip: mirrored in right-to-left text (arrows that mean forward or back)."""
    classes = " ".join(part for part in ("icon", "icon--flip" if flip else "", css) if part)
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("site/icons.svg"),
        name,
    )


@register.simple_tag
def colon() -> str:
    """The colon behind a label, as the reader's language sets it: French has a no-break space before it."""
    return "\u00a0:" if (get_language() or "").startswith("fr") else ":"


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """The icon of a record kind ("practice", "city", …)."""
    return icon(display.KIND_ICONS.get(kind, "file-text"))


@register.simple_tag
def kind_label(kind: str) -> str:
    """The word for a record kind as its room says it; the kind itself when no room has it."""
    source = sources.all_sources().get(kind)
    return str(source.label) if source else kind


@register.simple_tag
def theme_icon(code: str) -> SafeString:
    """The icon of a theme group; a theme's path ("prevention/…") shows its group's icon."""
    return icon(display.THEME_ICONS.get(code.split("/")[0], "layers"))


@register.inclusion_tag("components/grade.html")
def grade(code: str, large: bool = False, url: str = "") -> dict[str, Any]:
    """The badge of an evidence grade, "E0" to "E5"; nothing for an empty or unknown code."""
    known = code in display.GRADES
    level = int(code[1]) if known else 0
    bars = [{"x": 1 + i * 5, "height": 4 + i * 2, "y": 14 - (4 + i * 2), "on": i < level} for i in range(5)]
    return {
        "code": code if known else "",
        "word": display.GRADES.get(code, ""),
        "large": large,
        "url": url,
        "bars": bars,
        "meaning": display.GRADE_MEANINGS.get(code, ""),
    }


@register.inclusion_tag("components/direction.html")
def direction(code: str, word: str = "") -> dict[str, Any]:
    """The mark of an outcome's direction; word replaces the standard word ("did not work", "harmful")."""
    mark = display.DIRECTIONS.get(code)
    return {
        "code": code if mark else "",
        "word": word or (mark.word if mark else ""),
        "icon": mark.icon if mark else "",
    }


@register.simple_tag
def grade_ladder() -> list[dict[str, Any]]:
    """All grades with their meaning, weakest first."""
    return [
        {"code": code, "word": word, "meaning": display.GRADE_MEANINGS[code]} for code, word in display.GRADES.items()
    ]


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[dict[str, Any]]:
    """The current page in every language of the site: code, name, url, current. Filters in the address are kept."""
    request = context.get("request")
    here = request.get_full_path() if request is not None else "/"
    now = get_language()
    return [
        {
            "code": code,
            "name": name,
            "url": translate_url(here, code),
            "current": code == now,
            "rtl": code in settings.LANGUAGES_BIDI,
        }
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def site_nav(context: template.Context) -> Iterable[navigation.Item]:
    """The main navigation with the current entry marked."""
    request = context.get("request")
    return navigation.main(request.get_full_path() if request is not None else "")


@register.simple_tag
def footer_nav() -> Iterable[navigation.Group]:
    """The groups of links in the footer."""
    return navigation.footer()


@register.filter
def paragraphs(value: str) -> list[str]:
    """Paragraphs of a plain text, separated by blank lines."""
    return [part.strip() for part in str(value or "").replace("\r\n", "\n").split("\n\n") if part.strip()]


@register.simple_tag
def search_url(**parameters: str) -> str:
    """The address of the search page with these parameters, in the language of the page."""
    return navigation.search_url(parameters)


@register.simple_tag
def qr_code(svg: str) -> dict[str, str]:
    """The path of a QR code the account library drew, so that the page can draw it itself: view_box, path, transform.

    svg: the library's own SVG text (one path). Raises ValueError when it holds no path.
    """
    root = ElementTree.fromstring(svg)
    path = next((element for element in root.iter() if element.tag.endswith("path")), None)
    if path is None:
        raise ValueError("the QR code is not drawn as a path; see qrcode.image.svg.SvgPathImage")
    return {
        "view_box": root.get("viewBox", "0 0 50 50"),
        "path": path.get("d", ""),
        "transform": path.get("transform", ""),
    }
