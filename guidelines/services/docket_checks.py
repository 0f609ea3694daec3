"""What the docket refuses before anything is written: words that say or change nothing, decisions that lose some."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guidelines.choices import AmendmentKind, AmendmentState
from guidelines.models import Amendment
from guidelines.selectors.docket import why_not_carried_out
from guidelines.services.carrying_out import AmendmentNotPossible
from guidelines.text.recasting import lines_of
from guidelines.text.tree import fold


def check_words(kind: str, proposed: str, wording: str) -> None:
    """Refuse a proposal that says nothing or changes nothing."""
    if kind != AmendmentKind.DELETE and not proposed.strip():
        raise AmendmentNotPossible(_("Write the wording you propose."), "proposed")
    if kind == AmendmentKind.RECAST and len(lines_of(proposed)) < 2:
        raise AmendmentNotPossible(_("Write at least two provisions, each on a line of its own."), "proposed")
    if kind == AmendmentKind.REWORD and fold(proposed) == fold(wording):
        raise AmendmentNotPossible(_("The proposed wording is the one in force; change at least a word."), "proposed")
    if kind == AmendmentKind.ADD and fold(proposed) == fold(wording):
        raise AmendmentNotPossible(
            _("These are the words of the provision itself. Write only those of the one that is added after it."),
            "proposed",
        )


def folded(kind: str, wording: str) -> str:
    """A wording as it is kept: white space folded, provisions that take the place of one on lines of their own."""
    if kind == AmendmentKind.DELETE:
        return ""
    return "\n".join(lines_of(wording)) if kind == AmendmentKind.RECAST else fold(wording)


def check_accepted(amendment: Amendment, decision: str, accepted: str) -> None:
    """Refuse what could not be carried out, and words that would be lost."""
    if decision == AmendmentState.AMENDED:
        if amendment.kind in (AmendmentKind.DELETE, AmendmentKind.KEEP):
            raise AmendmentNotPossible(
                _("This proposal has no wording to amend. Accept or reject it, or ask for one with other words."),
                "decision",
            )
        if accepted in ("", amendment.proposed):
            raise AmendmentNotPossible(_("Write the accepted wording; it must differ from the proposal."), "wording")
        if accepted == fold(amendment.base_wording):
            raise AmendmentNotPossible(_("This is the wording in force; reject the proposal instead."), "wording")
        if amendment.kind == AmendmentKind.RECAST and len(lines_of(accepted)) < 2:
            raise AmendmentNotPossible(_("Write at least two provisions, each on a line of its own."), "wording")
    elif accepted not in ("", amendment.proposed):
        raise AmendmentNotPossible(
            _("You changed the wording: choose “Accepted as amended”, or leave the proposal's own words."), "decision"
        )
    why = why_not_carried_out(amendment)
    if why:
        raise AmendmentNotPossible(why, "decision")
