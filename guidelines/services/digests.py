"""Loading digests: beside the wording where the text is, with a version of the bare structure where it is not."""

from __future__ import annotations

from datetime import date as calendar_date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from guidelines.importers.digests import Digest, DigestFile
from guidelines.models import (
    Approach,
    DocumentVersion,
    GuidelineDocument,
    JusticeStrand,
    Lever,
    PopulationGroup,
    Provision,
    ProvisionDigest,
    ProvisionVersion,
    SdgTarget,
    Theme,
)
from guidelines.services.importing import make_document
from guidelines.services.publishing import publish_version
from guidelines.text.addresses import assign_addresses
from guidelines.text.tree import all_nodes

VOCABULARIES: dict[str, tuple[type[models.Model], str]] = {
    "themes": (Theme, "themes"),
    "sdg": (SdgTarget, "sdg_targets"),
    "population": (PopulationGroup, "population_groups"),
    "approaches": (Approach, "approaches"),
    "levers": (Lever, "levers"),
    "justice": (JusticeStrand, "justice_strands"),
}


class DigestsNotLoaded(ValueError):
    """The digests do not fit the site's text or vocabulary; nothing was changed."""


@transaction.atomic
def load_digests(*, file: DigestFile, by: Any = None) -> tuple[GuidelineDocument, int]:
    """Store a file's digests; repeating it changes nothing, and digests an editor has changed stay.

    Returns the document and the number of digests added or changed. Raises DigestsNotLoaded for unknown terms or
    addresses the text does not have.
    """
    about = file.document
    document = GuidelineDocument.objects.filter(code=about["code"]).first()
    if document is None:
        more = {key: str(about[key]) for key in ("issuer", "summary", "source_url") if about.get(key)}
        document = make_document(title=str(about["title"]), code=str(about["code"]), **more)
    if not DocumentVersion.objects.filter(document=document).exists():
        assign_addresses(file.parts)
        _check_addresses(file)
        publish_version(
            document=document,
            parts=file.parts,
            status=about["status"],
            date=_date(about.get("date")),
            reference=str(about.get("reference") or "")[:400],
            structure_only=True,
            by=by,
        )
    version = DocumentVersion.objects.filter(document=document).order_by("number").first()
    rows = ProvisionVersion.objects.filter(version=version).values_list("address", "provision_id", "wording_hash")
    by_address = {address: (provision, wording) for address, provision, wording in rows}
    terms = _terms()
    changed = 0
    for digest in file.digests:
        if digest.address not in by_address:
            raise DigestsNotLoaded(
                _("%(address)s: '%(title)s' has no such provision")
                % {"address": digest.address, "title": document.title}
            )
        provision, wording = by_address[digest.address]
        changed += _store(digest, provision, wording, terms)
    return document, changed


def _date(value: object) -> calendar_date | None:
    return value if isinstance(value, calendar_date) else None


def _check_addresses(file: DigestFile) -> None:
    """The addresses the file states are those the numbering rules give; else one of them is a slip."""
    for node, digest in zip(all_nodes(file.parts), file.digests, strict=True):
        if node.address != digest.address:
            raise DigestsNotLoaded(
                _("%(address)s: by its place in the file this provision is %(right)s")
                % {"address": digest.address, "right": node.address}
            )


def _terms() -> dict[str, dict[str, models.Model]]:
    return {
        name: {term.code: term for term in model._default_manager.all()}  # type: ignore[attr-defined]
        for name, (model, _) in VOCABULARIES.items()
    }


def _store(digest: Digest, provision: int, wording: str, terms: dict[str, dict[str, models.Model]]) -> bool:
    """Add or update one digest with its terms; what an editor changed (differs from what was loaded) stays."""
    unknown = [f"{name} {code}" for name, codes in digest.terms.items() for code in codes if code not in terms[name]]
    if unknown:
        raise DigestsNotLoaded(
            _("%(address)s: unknown %(unknown)s; load the vocabulary first")
            % {"address": digest.address, "unknown": ", ".join(unknown)}
        )
    shipped = {"text": digest.text, "terms": {name: sorted(codes) for name, codes in digest.terms.items()}}
    stored = ProvisionDigest.objects.filter(provision_id=provision).first()
    if stored is not None and stored.loaded == shipped:
        return False
    if stored is not None and stored.text != stored.loaded.get("text"):
        return False
    stored = stored or ProvisionDigest(provision_id=provision)
    stored.text, stored.loaded, stored.for_wording = digest.text, shipped, wording
    stored.save()
    for name, (_model, attribute) in VOCABULARIES.items():
        getattr(stored, attribute).set([terms[name][code] for code in digest.terms.get(name, ())])
    return True


def provisions_without_digest(document: GuidelineDocument) -> models.QuerySet[Provision]:
    """What is left to write."""
    return Provision.objects.filter(document=document, digest=None)
