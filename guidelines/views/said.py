"""What the form of an alignment says, as corrections."""

from __future__ import annotations

import re

from django.http import QueryDict

from guidelines.text.aligned import Alignment
from guidelines.text.corrections import KINDS, Corrections, Said, found_by

PARTED = re.compile(r"[,;+،؛]")  # commas and semicolons, the Arabic ones too
LONGEST, MOST = 120, 50  # signs of an address; addresses in a field


def addresses_in(text: str) -> tuple[str, ...]:
    """Addresses written with commas, semicolons or plus signs between them."""
    found = [part.strip()[:LONGEST] for part in PARTED.split(text[: LONGEST * MOST])]
    return tuple(filter(None, found[:MOST]))


def said_in_form(sent: QueryDict, shown: Alignment, seen: Corrections, *, confirm: bool) -> Corrections:
    """The corrections an editor started from with what the lines of the form say over them.

    A line that says what was found is no correction, unless it was unsure and ticked as looked at, or stands on a page
    that is published (confirm).
    """
    found = found_by(shown)
    unsure = {shown.new[match.new].address for match in shown.unsure()}
    provisions = dict(seen.provisions)
    for address, as_found in found.items():
        kind = sent.get(f"is:{address}", "")
        if kind not in KINDS:
            continue  # a line on another page of the list
        said = Said(kind, addresses_in(sent.get(f"of:{address}", "")))
        looked_at = address in unsure and (confirm or f"sure:{address}" in sent)
        if said != as_found or looked_at:
            provisions[address] = said
        elif provisions.get(address) != said:
            provisions.pop(address, None)
    ticked = [address[:LONGEST] for address in sent.getlist("gone")]
    deleted = (*ticked, *addresses_in(sent.get("deleted", "")))
    return Corrections(provisions, tuple(dict.fromkeys(deleted)))
