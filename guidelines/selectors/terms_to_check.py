"""Digests and terms (themes, SDG targets …) that were given to an earlier wording of their provision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guidelines.choices import LinkReason
from guidelines.models import Provision, ProvisionDigest, ProvisionVersion
from guidelines.selectors.doubts import doubts
from guidelines.selectors.outline import current_version_ids


@dataclass(frozen=True, slots=True)
class TermsToCheck:
    """A digest in doubt. changed: address of the page that compares the wordings; terms: labels of its themes and
    targets. Also what `doubts` reads of a link."""

    pk: int
    digest: ProvisionDigest
    row: ProvisionVersion
    terms: tuple[str, ...]
    changed: str = ""

    @property
    def provision(self) -> Provision:
        return self.digest.provision

    @property
    def provision_id(self) -> int:
        return self.digest.provision_id

    @property
    def wording_hash(self) -> str:
        return self.digest.for_wording

    @property
    def reason(self) -> str:
        return LinkReason.REWORDED


def in_doubt(for_wording: str, wording_hash: str) -> bool:
    """Whether a digest with its terms was made for another wording; one made for the bare structure was not."""
    return bool(for_wording) and for_wording != wording_hash


def terms_to_check() -> list[TermsToCheck]:
    """Digests of provisions in force that were given to an earlier wording, by text; seven queries however many."""
    rows: Iterable[ProvisionVersion] = (
        ProvisionVersion.objects.filter(version__in=current_version_ids(), provision__digest__isnull=False)
        .exclude(provision__digest__for_wording="")
        .select_related("provision__document", "provision__digest")
        .order_by("version", "position")
    )
    found = {row.provision_id: row for row in rows if in_doubt(row.provision.digest.for_wording, row.wording_hash)}
    digests = ProvisionDigest.objects.filter(provision__in=found).prefetch_related("themes", "sdg_targets")
    items = {}
    for digest in digests:
        row = found[digest.provision_id]
        digest.provision = row.provision
        labels = (*(str(theme) for theme in digest.themes.all()), *(t.code for t in digest.sdg_targets.all()))
        items[digest.provision_id] = TermsToCheck(digest.pk, digest, row, labels)
    between = doubts(list(items.values()))
    return [
        TermsToCheck(item.pk, item.digest, item.row, item.terms, between[item.pk].url)
        for provision in found
        if (item := items.get(provision))
    ]
