"""The discussion of a proposal: anybody signed in writes, editors show, hide and show again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.choices import AmendmentState, CommentState
from guidelines.models import Amendment, AmendmentComment
from guidelines.permissions import may_decide, may_propose, require
from guidelines.services.carrying_out import AmendmentNotPossible


@transaction.atomic
def comment_on_amendment(*, amendment: Amendment, speaker: str, text: str, by: Any) -> AmendmentComment:
    """Add to the discussion; shown after moderation. A form sent twice makes one comment. Raises AmendmentNotPossible
    for an empty comment or a closed discussion."""
    require(may_propose(by))
    if amendment.state != AmendmentState.OPEN:
        raise AmendmentNotPossible(_("The discussion of this proposal is closed."))
    if not text.strip():
        raise AmendmentNotPossible(_("Write the comment."), "text")
    if not speaker.strip():
        raise AmendmentNotPossible(_("Name the city or organisation the comment comes from."), "speaker")
    values = {"amendment": amendment, "speaker": speaker.strip(), "text": text.strip(), "author": by}
    twice: AmendmentComment | None = AmendmentComment.objects.filter(**values).first()
    return twice or AmendmentComment.objects.create(**values)


@transaction.atomic
def moderate_comment(*, comment: AmendmentComment, show: bool, by: Any) -> AmendmentComment:
    """Show or hide a comment; either can be undone. One that was public leaves a trace when it is hidden."""
    require(may_decide(by))
    was_shown = comment.state == CommentState.SHOWN
    comment.taken_down = None if show else timezone.now() if was_shown else comment.taken_down
    comment.state = CommentState.SHOWN if show else CommentState.HIDDEN
    comment.save()
    return comment
