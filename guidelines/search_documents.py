"""What the room hands to the search: texts and provisions, through their `public()` gates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.labels import rows_in_force
from guidelines.models import GuidelineDocument, Provision, ProvisionDigest, ProvisionVersion
from guidelines.selectors.outline import current_paths, current_version_ids, current_versions
from search.documents import Document, Text
from search.sources import Card

SNIPPET = 300


class DocumentSource:
    """Normative texts."""

    kind = "guideline"
    label = _("Guideline text")
    label_plural = _("Guideline texts")

    def public_keys(self) -> Iterator[int]:
        yield from GuidelineDocument.objects.public().order_by("pk").values_list("pk", flat=True)

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        for document in GuidelineDocument.objects.public().filter(pk__in=keys):
            yield Document(
                id=f"guideline:{document.pk}",
                kind="guideline",
                version=versions.get(document.pk, 0),
                texts=(
                    Text(
                        document.language, document.title, document.summary, keywords=(document.issuer, document.code)
                    ),
                ),
                codes={"provision": (document.code,), "language": (document.language,)},
                published=document.first_published_at.date() if document.first_published_at else None,
            )

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        return {
            document.pk: Card(
                id=f"guideline:{document.pk}",
                kind="guideline",
                title=document.title,
                url=document.get_absolute_url(),
                summary=document.summary,
                language=document.language,
                facts=((str(_("Kind")), document.get_kind_display()),),
                extra={"code": document.code},
            )
            for document in GuidelineDocument.objects.public().filter(pk__in=keys)
        }


class ProvisionSource:
    """Provisions of the versions in force, by their wording and our digest."""

    kind = "provision"
    label = _("Guideline provision")
    label_plural = _("Guideline provisions")

    def public_keys(self) -> Iterator[int]:
        yield from (
            Provision.objects.public()
            .filter(versions__version__in=current_version_ids())
            .order_by("pk")
            .values_list("pk", flat=True)
        )

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        paths = current_paths()
        digests = {
            d.provision_id: d
            for d in ProvisionDigest.objects.filter(provision_id__in=keys).prefetch_related(
                "themes__group", "sdg_targets", "population_groups", "approaches", "levers", "justice_strands"
            )
        }
        documents = {d.pk: d for d in GuidelineDocument.objects.public()}
        for key in keys:
            if key in paths:
                path, row = paths[key]
                document = documents[row.provision.document_id]
                yield provision_document(row, path, document, digests.get(key), versions.get(key, 0))

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        known = rows_in_force()
        if known is not None:
            return {key: provision_card(known[key], known[key].digest_text or "") for key in keys if key in known}  # type: ignore[attr-defined]
        rows = ProvisionVersion.objects.filter(
            provision_id__in=Provision.objects.public().filter(pk__in=keys).values("pk"),
            version__in=current_versions().values("pk"),
        ).select_related("provision__document")
        digest = ProvisionDigest.objects.filter(provision=OuterRef("provision")).values("text")
        return {
            row.provision_id: provision_card(row, row.digest or "") for row in rows.annotate(digest=Subquery(digest))
        }


def provision_title(row: ProvisionVersion) -> str:
    """ "26(f)(i) Urban planning…", "16 City-wide scale"."""
    return f"{row.address} {row.heading}".strip()


def provision_document(
    row: ProvisionVersion, path: str, document: GuidelineDocument, digest: ProvisionDigest | None, version: int
) -> Document:
    """A provision as the index knows it; the wording is the body, our digest the summary."""
    codes: dict[str, tuple[str, ...]] = {"provision": (path,), "language": (document.language,)}
    if digest is not None:
        codes |= {
            "theme": tuple(theme.path for theme in digest.themes.all()),
            "sdg": tuple(target.path for target in digest.sdg_targets.all()),
            "population": tuple(term.code for term in digest.population_groups.all()),
            "approach": tuple(term.code for term in digest.approaches.all()),
            "lever": tuple(term.code for term in digest.levers.all()),
            "justice": tuple(term.code for term in digest.justice_strands.all()),
        }
    words = [theme.label(document.language) for theme in digest.themes.all()] if digest else []
    return Document(
        id=f"provision:{row.provision_id}",
        kind="provision",
        version=version,
        texts=(
            Text(
                document.language,
                provision_title(row),
                digest.text if digest else "",
                row.wording,
                (document.title, *words),
            ),
        ),
        codes={name: values for name, values in codes.items() if values},
        published=document.first_published_at.date() if document.first_published_at else None,
    )


def provision_card(row: ProvisionVersion, digest: str) -> Card:
    """A provision as a result: its number, its words or, where the text is not on the site, our digest."""
    document = row.provision.document
    words = row.wording or digest
    summary = words if len(words) <= SNIPPET else words[:SNIPPET].rsplit(" ", 1)[0] + "…"
    return Card(
        id=f"provision:{row.provision_id}",
        kind="provision",
        title=provision_title(row),
        url=reverse("guidelines:provision", args=[document.code, row.slug]),
        summary=summary,
        language=document.language,
        facts=((str(_("Text")), document.title),),
        extra={"code": row.provision.key, "address": row.address},
    )
