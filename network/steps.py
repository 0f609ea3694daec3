"""What a coordinator reads on the buttons that move a round on, and which steps ask once more before they are taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.models import Round
from network.services.rounds import without_a_place
from network.states import ROUND_STEPS, RoundState

_R = RoundState
WORDS: Mapping[tuple[RoundState, RoundState], Promise] = {
    (_R.DRAFT, _R.SURVEY): _("Open the survey"),
    (_R.SURVEY, _R.ELIGIBLE): _("Close the survey"),
    (_R.ELIGIBLE, _R.MATCHING): _("Begin the matching"),
    (_R.ELIGIBLE, _R.SURVEY): _("Open the survey again"),
    (_R.MATCHING, _R.REVIEW): _("Begin the review"),
    (_R.MATCHING, _R.ELIGIBLE): _("Back to the list of cities"),
    (_R.REVIEW, _R.INVITING): _("Begin to invite"),
    (_R.REVIEW, _R.MATCHING): _("Back to the matching"),
    (_R.INVITING, _R.RUNNING): _("Begin the exchanges"),
    (_R.INVITING, _R.REVIEW): _("Back to the review"),
    (_R.RUNNING, _R.CLOSING): _("Begin to close the round"),
    (_R.CLOSING, _R.EVALUATED): _("The round is evaluated"),
}
ARCHIVE = _("Archive the round")


@dataclass(frozen=True, slots=True)
class Step:
    """A button. forward: towards the end of the round's life, but not out of it."""

    value: str
    label: Promise
    forward: bool


def steps_of(round: Round) -> tuple[Step, ...]:
    """Where the round may go from here, the usual way first."""
    now, order = RoundState(round.state), list(RoundState)
    return tuple(
        Step(then.value, WORDS.get((now, then), ARCHIVE), order.index(then) == order.index(now) + 1)
        for then in ROUND_STEPS[now]
    )


def consequence(round: Round, to: RoundState) -> str:
    """What cannot be taken back about a step, in words; empty when nothing is."""
    if to == RoundState.ARCHIVED and round.state != RoundState.EVALUATED:
        return str(_("The round ends here, without exchanges, and cannot be opened again."))
    if to == RoundState.RUNNING and (n := without_a_place(round).count()):
        return ngettext(
            "%(n)d city that answered is in no group. It gets a letter that says so, and counts more next time. "
            "No further groups can be invited in this round.",
            "%(n)d cities that answered are in no group. They get a letter that says so, and count more next time. "
            "No further groups can be invited in this round.",
            n,
        ) % {"n": n}
    return ""
