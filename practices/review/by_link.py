"""A city without accounts signs by a link that is good for one exact text."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.permissions import may_write_for
from practices.living import links
from practices.models import Submission
from practices.review import letters
from practices.review.permissions import may_edit_knowledge
from practices.review.services import Stale, StepNotPossible, note, publish_signed
from practices.review.states import State


@transaction.atomic
def send_signing_link(*, submission: Submission, email: str, by: Any) -> None:
    """Write to the city's responsible person with a link to read and sign. Raises PermissionDenied, StepNotPossible,
    ValidationError for an address that is none.
    """
    if not may_edit_knowledge(by) or may_write_for(by, submission.city):
        raise PermissionDenied
    if submission.state != State.TO_SIGN:
        raise StepNotPossible(_("A link is sent when the record waits for its signature."))
    validate_email(email)
    link = links.make("sign", submission.pk, submission.revision_id, submission.version)
    letters.send(
        email,
        lambda: (
            _("Please read and sign a record of %(city)s") % {"city": submission.city.name(get_language() or "en")},
            _("The link shows the exact text. You need no account. It works once:\n\n%(link)s\n") % {"link": link},
        ),
    )
    note(submission, by, "signing link sent")


def submission_of(token: str) -> tuple[Submission, int, int]:
    """The submission, revision and version a link was made for. Raises BadLink when the record has moved on."""
    pk, revision, version = (int(value) for value in links.read("sign", token))
    submission = Submission.objects.select_related("practice", "city", "revision").filter(pk=pk).first()
    if submission is None or submission.state != State.TO_SIGN:
        raise links.BadLink(_("This record does not wait for a signature any more."))
    if submission.revision_id != revision or submission.version != version:
        raise Stale(_("The text was changed since the link was sent; ask the editors for a new link."))
    return submission, revision, version


@transaction.atomic
def sign_by_link(*, token: str) -> Submission:
    """Sign and publish by link. Raises BadLink, Stale, StepNotPossible."""
    submission, revision, version = submission_of(token)
    return publish_signed(submission, revision, version, by=None, by_link=True)
