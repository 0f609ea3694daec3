"""Practices, tools and provisions an exchange works with: added, checked after a text changed, removed."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guidelines.choices import LinkReason, LinkState
from guidelines.models import Provision, ProvisionVersion
from guidelines.selectors import current_version
from guidelines.services import confirm_link
from network.models import Exchange, Link
from network.services import audit
from network.services.errors import Stale, StepNotPossible
from network.services.rooms import must_be_under_way
from network.shown import code_of, provision_of, resolve

LINKS_AT_MOST = 30
ADDRESS = 300  # characters; a database refuses to compare what is much longer


@transaction.atomic
def add_link(*, exchange: Exchange, kind: str, code: str, note: str, by: Any) -> Link:
    """Link a public practice, tool or provision. Raises StepNotPossible when there is none of this code.

    A provision that is no longer in its text may be linked; the link asks to be checked from the beginning.
    """
    must_be_under_way(exchange)
    code = code_of(kind, code[:ADDRESS])
    if resolve(kind, code) is None:
        raise StepNotPossible(_unknown(kind) % {"code": code[:60]})
    if exchange.links.count() >= LINKS_AT_MOST:
        raise StepNotPossible(_("code: the room holds %(most)s links; remove one first.") % {"most": LINKS_AT_MOST})
    link = Link(exchange=exchange, kind=kind, code=code, note=note[:200])
    if kind == "provision":
        link.provision = provision_of(code)
        if link.provision is not None and _in_force(link.provision) is None:
            link.state, link.reason = LinkState.CHECK, LinkReason.DELETED
    _save(link)
    audit.note(programme=exchange.round.programme, by=by, verb="link added", about=link)
    return link


@transaction.atomic
def check_link(*, link: Link, by: Any, seen: int, address: str = "") -> Link:
    """A member or coordinator has looked at a link in doubt: it stands, or points at another address of the text.

    seen: number of the version that was in force when the person looked. Raises Stale when another was published
    meanwhile, StepNotPossible for an address the text does not have, or when the provision is gone and none is given.
    """
    provision = link.provision
    if provision is None:
        raise StepNotPossible(_("link: it names no paragraph of a text; remove it and link the paragraph anew."))
    audit.in_turn(link.exchange.round.programme)
    version = current_version(provision.document)
    if version is None or version.number != seen:
        raise Stale(provision.document.title, version.number if version else 0)
    target = _at(version, address.strip()) if address.strip() else None
    if target is None and _in_force(provision) is None:
        raise StepNotPossible(
            _("address: this paragraph is no longer in the text. Give the one the link should point at, or remove it.")
        )
    if target is not None:
        link.provision, link.code = target, f"{target.document.code}/{target.key}"
    try:
        with transaction.atomic():
            confirm_link(link=link, by=by)
    except IntegrityError as error:
        raise StepNotPossible(_("address: this paragraph is linked already; remove one of the two.")) from error
    audit.note(
        programme=link.exchange.round.programme, by=by, verb="link moved" if target else "link checked", about=link
    )
    return link


@transaction.atomic
def remove_link(*, link: Link, by: Any) -> None:
    """Remove a link."""
    audit.note(programme=link.exchange.round.programme, by=by, verb="link removed", about=link)
    link.delete()


def _save(link: Link) -> None:
    try:
        with transaction.atomic():
            link.save()
    except IntegrityError as error:
        raise StepNotPossible(_("code: this is linked already.")) from error


def _in_force(provision: Provision) -> ProvisionVersion | None:
    """The provision as the text in force prints it; None when it is gone."""
    version = current_version(provision.document)
    return ProvisionVersion.objects.filter(version=version, provision=provision).first()


def _at(version: Any, address: str) -> Provision:
    row = ProvisionVersion.objects.filter(version=version, address__iexact=address[:120])
    found = row.select_related("provision__document").first()
    if found is None:
        raise StepNotPossible(_("address: the text has no paragraph %(address)s.") % {"address": address[:60]})
    provision: Provision = found.provision
    return provision


def _unknown(kind: str) -> str:
    """What to do about a code that names nothing, by kind: a sentence each, for languages with genders."""
    known = {
        "practice": _("code: no public practice is called “%(code)s”. Copy the last part of its address."),
        "tool": _("code: no public tool is called “%(code)s”. Copy the last part of its address."),
        "provision": _("code: no public provision is called “%(code)s”. Copy the last part of its address."),
    }
    return known.get(kind) or _("code: nothing public is called “%(code)s”. Copy the last part of its address.")
