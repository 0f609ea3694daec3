"""Closed lists of the room. Values are stored and published; labels are translated."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    GUIDELINES = "guidelines", _("Guidelines")
    DECLARATION = "declaration", _("Declaration")
    AGENDA = "agenda", _("Agenda")
    LAW = "law", _("Law or by-law")
    LOCALIZATION = "localization", _("Local version")
    OTHER = "other", _("Other text")


class VersionStatus(TextChoices):
    """Standing of a text. Superseded is also what a version becomes, without being changed, when a later one
    is adopted."""

    DRAFT = "draft", _("Draft")
    ADOPTED = "adopted", _("Adopted")
    SUPERSEDED = "superseded", _("Superseded")


class ProvisionKind(TextChoices):
    PARAGRAPH = "paragraph", _("Paragraph")
    LETTER = "letter", _("Letter")
    ROMAN = "roman", _("Roman number")
    BULLET = "bullet", _("Bullet")


class LineageKind(TextChoices):
    """What became of a provision from one version to the next."""

    SPLIT = "split", _("Split off from")
    MERGED = "merged", _("Merged into")
    REPLACED = "replaced", _("Replaced by")


class LinkState(TextChoices):
    CURRENT = "current", _("Up to date")
    CHECK = "check", _("Check")


class LinkReason(TextChoices):
    """Why a link asks to be looked at."""

    NONE = "", _("None")
    REWORDED = "reworded", _("The wording has changed")
    SPLIT = "split", _("The provision was split")
    MERGED = "merged", _("The provision was merged into another")
    DELETED = "deleted", _("The provision is no longer in the text")


class IndicatorRole(TextChoices):
    """What an indicator tells about a provision."""

    RESULT = "result", _("shows the result")
    DOING = "doing", _("shows whether it is done")
    SETTING = "setting", _("describes the situation")


class SdgStanding(TextChoices):
    """How an indicator stands to the SDG indicators it names."""

    NONE = "", _("no SDG indicator")
    IS = "is", _("it is the SDG indicator")
    SUPPORTS = "supports", _("it supports the SDG indicator")


class AmendmentKind(TextChoices):
    REWORD = "reword", _("Change the wording")
    ADD = "add", _("Add a provision after it")
    RECAST = "recast", _("Divide it, or put several provisions in its place")
    DELETE = "delete", _("Delete it")
    KEEP = "keep", _("Keep the wording")


class AmendmentState(TextChoices):
    """Submitted proposals wait for moderation; open ones are public; the rest are decisions."""

    SUBMITTED = "submitted", _("Waiting for moderation")
    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    AMENDED = "amended", _("Accepted as amended")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", _("Not published")


PUBLIC_STATES = (
    AmendmentState.OPEN,
    AmendmentState.ACCEPTED,
    AmendmentState.AMENDED,
    AmendmentState.REJECTED,
    AmendmentState.WITHDRAWN,
)
ACCEPTED_STATES = (AmendmentState.ACCEPTED, AmendmentState.AMENDED)


class ActionKind(TextChoices):
    """What happened to a proposal. Recorded: what a body did about it, entered by an editor."""

    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Not published")
    RECORDED = "recorded", _("Action")
    ACCEPTED = "accepted", _("Accepted")
    AMENDED = "amended", _("Accepted as amended")
    REJECTED = "rejected", _("Rejected")
    REOPENED = "reopened", _("Decision taken back")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    APPLIED = "applied", _("In force")


class EvidenceKind(TextChoices):
    PRACTICE = "practice", _("Practice")
    TOOL = "tool", _("Tool")
    STUDY = "study", _("Study")


class CommentState(TextChoices):
    WAITING = "waiting", _("Waiting for moderation")
    SHOWN = "shown", _("Shown")
    HIDDEN = "hidden", _("Hidden")


class RoundState(TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    REPORTED = "reported", _("Report published")


class Occasion(TextChoices):
    """Why those asked in a review are written to."""

    OPENING = "opening", _("the review opens")
    CLOSING = "closing", _("it closes soon")
    REPORT = "report", _("its report is published")


class Progress(TextChoices):
    """How far a contributor is with a provision."""

    NONE = "none", _("Not started")
    PLANNED = "planned", _("Planned")
    PARTLY = "partly", _("Partly in place")
    DONE = "done", _("In place")
    NOT_APPLICABLE = "not-applicable", _("Does not apply")


class Correspondence(TextChoices):
    """How a local text stands to a provision of the text it localizes."""

    EQUAL = "equal", _("Equal")
    ADAPTED = "adapted", _("Adapted")
    STRONGER = "stronger", _("Stronger")
    MISSING = "missing", _("Missing")
