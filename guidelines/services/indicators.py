"""Writes on indicators: attaching them to provisions, taking them away, and the shipped attachments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.choices import IndicatorRole
from guidelines.models import Indicator, IndicatorLink
from guidelines.permissions import may_decide
from guidelines.selectors.outline import provisions_at


class AttachNotPossible(ValueError):
    """The indicator cannot be attached there; the words say why."""


@dataclass
class AttachedReport:
    """What a load did. missing: "code: text address" of provisions the site does not have."""

    added: int = 0
    missing: list[str] = field(default_factory=list)


@transaction.atomic
def attach_indicator(
    *, indicator: Indicator, document: str, address: str, by: Any, role: str = IndicatorRole.RESULT, note: str = ""
) -> IndicatorLink:
    """Attach an indicator to the provision now at an address of a text; the wording of today is remembered.

    Raises PermissionDenied, or AttachNotPossible for an address the text does not have, or one it is attached to.
    """
    if not may_decide(by):
        raise PermissionDenied
    written = (document, address.strip().replace(" ", ""))
    provision = provisions_at({written}).get(written)
    if provision is None:
        raise AttachNotPossible(
            _("The text has no provision %(address)s. Write it as on its page, such as 25(d) or 26(f)(i).")
            % {"address": address}
        )
    link = IndicatorLink(indicator=indicator, provision_id=provision, role=role, note=note.strip())
    try:
        link.full_clean()
    except ValidationError as error:
        raise AttachNotPossible(" ".join(error.messages)) from error
    link.save()
    return link


@transaction.atomic
def detach_indicator(*, link: IndicatorLink, by: Any) -> None:
    """Take an indicator away from a provision. Raises PermissionDenied."""
    if not may_decide(by):
        raise PermissionDenied
    link.delete()


@transaction.atomic
def load_indicator_links(*, shipped: Iterable[Mapping[str, Any]]) -> AttachedReport:
    """Attach the shipped indicators to their provisions; repeating it changes nothing.

    shipped: entries of the file of indicators. A link that was loaded once and taken away or moved by an editor since
    does not come back. Provisions the site does not have yet are reported and tried again the next time.
    """
    report = AttachedReport()
    known = {indicator.code: indicator for indicator in Indicator.objects.all()}
    wanted = [(known[entry["code"]], link) for entry in shipped for link in entry["links"] if entry["code"] in known]
    at = provisions_at({(link["document"], link["address"]) for _indicator, link in wanted})
    there = set(IndicatorLink.objects.values_list("indicator_id", "provision_id"))
    for indicator, link in wanted:
        name = f"{link['document']} {link['address']}"
        provision = at.get((link["document"], link["address"]))
        if name in indicator.loaded_links:
            continue
        if provision is None:
            report.missing.append(f"{indicator.code}: {name}")
            continue
        indicator.loaded_links = [*indicator.loaded_links, name]
        indicator.save(update_fields=["loaded_links"])
        if (indicator.pk, provision) not in there:
            there.add((indicator.pk, provision))
            IndicatorLink.objects.create(
                indicator=indicator, provision_id=provision, role=link["role"], note=link["note"]
            )
            report.added += 1
    return report
