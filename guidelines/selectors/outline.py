"""Where provisions stand in the versions in force: facet codes and their labels, and the way from addresses to
provisions.

A facet code is "document/section/paragraph/…" made of permanent keys, so that it survives a renumbering.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from guidelines.models import DocumentVersion, GuidelineDocument, ProvisionDigest, ProvisionVersion

# Names a text once had: drafts, exports and files of cities made before still say them.
ALIASES = {"gc27-draft": "un-safer-cities-guidelines"}
FIRST_WORDS = 60


def current_versions(documents: Collection[int] | None = None) -> QuerySet[DocumentVersion]:
    """The latest version of each document, translations aside; documents: only of these."""
    versions = DocumentVersion.objects.filter(translation_of=None)
    later = versions.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    if documents is not None:
        versions = versions.filter(document_id__in=documents)
    return versions.filter(~Exists(later)).order_by()


def current_version_ids(documents: Collection[int] | None = None) -> list[int]:
    """Keys of `current_versions`, in one query."""
    return list(current_versions(documents).values_list("pk", flat=True))


def current_rows() -> QuerySet[ProvisionVersion]:
    """The wordings in force in public texts, parents first, each with its text, section and digest: one query."""
    public = GuidelineDocument.objects.public().values("pk")
    versions = current_versions().filter(document__in=public).values("pk")
    digest = ProvisionDigest.objects.filter(provision=OuterRef("provision")).values("text")
    return (
        ProvisionVersion.objects.filter(version__in=versions)
        .select_related("provision__document", "section")
        .annotate(digest_text=Subquery(digest))
        .order_by("version_id", "position")
    )


def current_paths() -> dict[int, tuple[str, ProvisionVersion]]:
    """Provision → facet code and its wording in force, for public documents."""
    by_row: dict[int, str] = {}
    found: dict[int, tuple[str, ProvisionVersion]] = {}
    for row in current_rows():
        top = f"{row.provision.document.code}/{row.section.key}"
        by_row[row.pk] = f"{by_row[row.parent_id] if row.parent_id else top}/{row.provision.key}"
        found[row.provision_id] = (by_row[row.pk], row)
    return found


def current_outline() -> dict[str, str]:
    """Every facet code of every public text with its label: title, section, "26(f)(i) Urban planning …"."""
    return outline_labels(current_paths())


def outline_labels(found: Mapping[int, tuple[str, ProvisionVersion]]) -> dict[str, str]:
    """The labels of what `current_paths` found."""
    labels: dict[str, str] = {}
    for path, row in found.values():
        text, section, *_below = path.split("/")
        labels.setdefault(text, row.provision.document.title)
        labels.setdefault(f"{text}/{section}", str(row.section))
        words = row.heading or row.wording or row.digest_text or ""  # type: ignore[attr-defined]
        short = words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS].rsplit(" ", 1)[0] + "…"
        labels[path] = f"{row.address} {short}".strip()
    return labels


def provision_paths(provisions: Collection[int]) -> Mapping[int, str]:
    """Provision → facet code, for those in force in a public text."""
    wanted = set(provisions)
    return {pk: path for pk, (path, _) in current_paths().items() if pk in wanted} if wanted else {}


def provisions_at(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """(document code or alias, address) → provision, by the latest version that has the address."""
    wanted = set(pairs)
    codes = {ALIASES.get(document, document) for document, _ in wanted}
    rows = (
        ProvisionVersion.objects.filter(provision__document__code__in=codes, version__translation_of=None)
        .order_by("version__number")
        .values_list("provision__document__code", "address", "provision_id")
    )
    known = {(code, address): provision for code, address, provision in rows}
    found = {pair: known.get((ALIASES.get(pair[0], pair[0]), pair[1])) for pair in wanted}
    return {pair: provision for pair, provision in found.items() if provision is not None}


def facet_paths_at(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(document code or alias, address) → facet code, for those in force in a public text."""
    at = provisions_at(pairs)
    paths = provision_paths(set(at.values()))
    return {pair: paths[provision] for pair, provision in at.items() if provision in paths}
