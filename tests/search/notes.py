"""A record kind for the tests: Django's groups stand for notes, public unless their name begins with "draft".

The name holds everything: "Lamps in Bogotá #CO @space/lighting" has the country CO and the theme space/lighting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.contrib.auth.models import Group
from django.db.models import QuerySet

from search import outbox
from search.documents import Document, Text
from search.facets import Facet
from search.sources import Card


def public() -> QuerySet[Group]:
    """The notes anybody may see."""
    return Group.objects.exclude(name__startswith="draft")


def codes(name: str) -> dict[str, tuple[str, ...]]:
    words = name.split()
    return {
        "country": tuple(w[1:] for w in words if w.startswith("#")),
        "theme": tuple(w[1:] for w in words if w.startswith("@")),
    }


def title(name: str) -> str:
    return " ".join(w for w in name.split() if w[0] not in "#@")


class NoteSource:
    """See search.sources.Source."""

    kind = "note"
    label = "Note"
    label_plural = "Notes"

    def public_keys(self) -> Iterator[int]:
        return public().order_by("pk").values_list("pk", flat=True).iterator()

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        for note in public().filter(pk__in=list(keys)):
            text = Text("en", title(note.name), f"Summary of {title(note.name)}")
            yield Document(f"note:{note.pk}", "note", versions.get(note.pk, 0), (text,), codes(note.name))

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        return {
            note.pk: Card(
                f"note:{note.pk}", "note", title(note.name), f"/notes/{note.pk}/", f"Summary of {title(note.name)}",
                codes=codes(note.name), location=(4.6, -74.1) if "#CO" in note.name else None,
            )
            for note in public().filter(pk__in=list(keys))
        }  # fmt: skip


FACETS = {
    "kind": None,  # replaced by the real one
    "theme": Facet("theme", "Theme", lambda codes, language: {c: f"Theme {c}" for c in codes}, tree=True),
    "country": Facet("country", "Country", lambda codes, language: {"CO": "Colombia", "FR": "France"}),
}


def write(name: str) -> Group:
    """Make a note and note the change, as a room's service does."""
    note = Group.objects.create(name=name)
    outbox.changed("note", [note.pk], "published")
    return note


def rename(note: Group, name: str) -> None:
    """Change a note, and its being public, and note the change."""
    note.name = name
    note.save()
    outbox.changed("note", [note.pk], "renamed")


def remove(note: Group) -> None:
    """Delete a note and note the change."""
    key = note.pk
    note.delete()
    outbox.changed("note", [key], "deleted")
