"""Practices, tools and provisions an exchange works with, as titles and addresses; only what is public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guidelines.selectors.outline import current_paths
from practices.models import ToolPage
from practices.selectors import public_by_code

KINDS = ("practice", "tool", "provision")


@dataclass(frozen=True, slots=True)
class Shown:
    """A link with what people read. url is empty when what it names is not public (any more)."""

    pk: int
    kind: str
    title: str
    url: str
    note: str


def resolve(kind: str, code: str) -> tuple[str, str] | None:
    """Title and address of a public record, or None."""
    if kind == "practice":
        practice = public_by_code(code)
        return (practice.title, practice.get_url() or "") if practice else None
    if kind == "tool":
        tool = ToolPage.objects.public().filter(code=code).first()
        return (tool.title, tool.get_url() or "") if tool else None
    if kind == "provision":
        wanted = code.casefold()
        for _path, version in current_paths().values():
            if wanted in (version.address.casefold(), version.slug.casefold()):
                return f"§ {version.address}", version.provision.get_absolute_url()
    return None


def shown_links(links: Any) -> list[Shown]:
    """The links of a room."""
    found = []
    for link in links:
        known = resolve(link.kind, link.code)
        title, url = known if known else (f"{link.kind} {link.code}", "")
        found.append(Shown(link.pk, link.kind, title, url, link.note))
    return found
