"""What a person at the city reads of a record: what happens next, and who does it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.review.states import State

NEXT: Mapping[State, Promise] = {
    State.DRAFT: _("You: finish the fields the meter names, then submit."),
    State.SUBMITTED: _("The editors: two reviewers are being asked."),
    State.IN_REVIEW: _("The reviewers: they read the evidence and may ask questions."),
    State.CHANGES_REQUESTED: _("You: answer the questions beside the fields, then submit again."),
    State.TO_SIGN: _("Your city lead: read the exact text and sign it."),
    State.PUBLISHED: _("Nobody: it is public. Once a year we ask whether it is still true."),
    State.NOT_PUBLISHED: _("You: read the reasons; you may answer them or raise a dispute."),
    State.WITHDRAWN: _("Nobody: you took it back. You may open it again."),
}
