"""Closed lists of the exchange: kinds, purposes, reasons. Codes are stored, labels are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeKind(models.TextChoices):
    """What holds a programme's cities together."""

    NETWORK = "network", _("network")
    REGION = "region", _("region")
    THEME = "theme", _("thematic group")


class Purpose(models.TextChoices):
    """What a city allows its answers to be used for; each is asked for and can be withdrawn by itself."""

    MATCH = "match", _("finding partner cities")
    SHARE_CONTACT = "share-contact", _("giving our contact to a partner that also said yes")
    PUBLISH = "publish", _("publishing what the exchange brought")
    STATISTICS = "statistics", _("figures over groups of at least five cities")


class RoundPhase(models.TextChoices):
    """RoundState with labels."""

    DRAFT = "draft", _("draft")
    SURVEY = "survey", _("survey open")
    ELIGIBLE = "eligible", _("eligible list")
    MATCHING = "matching", _("matching")
    REVIEW = "review", _("coordinator's review")
    INVITING = "inviting", _("invitations")
    RUNNING = "running", _("running")
    CLOSING = "closing", _("closing")
    EVALUATED = "evaluated", _("evaluated")
    ARCHIVED = "archived", _("archived")


class ExchangePhase(models.TextChoices):
    """ExchangeState with labels."""

    PROPOSED = "proposed", _("proposed")
    INVITED = "invited", _("invited")
    ACCEPTED = "accepted", _("accepted by all")
    DECLINED = "declined", _("declined")
    SCOPED = "scoped", _("questions agreed")
    MEETING = "meeting", _("meeting")
    ACTING = "acting", _("acting at home")
    CHECKING = "checking", _("follow-up checks")
    CLOSED = "closed", _("closed")


class MemberAnswer(models.TextChoices):
    """MemberState with labels."""

    PROPOSED = "proposed", _("proposed")
    INVITED = "invited", _("invited")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("no answer in time")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ResponseState(models.TextChoices):
    """A city's answers to a round's survey."""

    DRAFT = "draft", _("draft")
    TO_CONFIRM = "to-confirm", _("filled in by the coordinator, to be confirmed by the city")
    SUBMITTED = "submitted", _("submitted")


class RunState(models.TextChoices):
    """One run of the matching."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped with the best found so far")
    FAILED = "failed", _("failed")


class RepairWay(models.TextChoices):
    """How much of what was chosen a repair holds on to."""

    LEAST_CHANGE = "least-change", _("change as little as possible")
    BALANCED = "balanced", _("weigh change against gain")
    FROM_SCRATCH = "from-scratch", _("start from scratch")


class RuleKind(models.TextChoices):
    """What a coordinator has decided about cities being together."""

    PIN = "pin", _("together")
    FORBID = "forbid", _("never together")
    KEEP = "keep", _("keep this group as it is")
    OUT = "out", _("not in this round")


class Format(models.TextChoices):
    """How an exchange meets."""

    CALL = "call", _("two-hour call")
    VISIT = "visit", _("two-day visit")
    CRITICAL_FRIEND = "critical-friend", _("critical friend")
    CAROUSEL = "carousel", _("triad carousel")


class ActionState(models.TextChoices):
    """How far an agreed action is."""

    OPEN = "open", _("open")
    UNDER_WAY = "under-way", _("under way")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class ClosingReason(models.TextChoices):
    """Why an exchange ended."""

    COMPLETED = "completed", _("completed")
    NO_MEETING = "no-meeting", _("no meeting took place")
    FOCAL_POINT_LEFT = "focal-point-left", _("the focal point left and was not replaced")
    PRIORITY_CHANGED = "priority-changed", _("the city's priorities changed")
    NOT_USEFUL = "not-useful", _("the exchange was not useful")
    DECLINED = "declined", _("a city declined")
    WITHDRAWN = "withdrawn", _("the invitations were withdrawn")


# Ends of groups that never came together: their cities know nothing of one another.
NEVER_MET = (ClosingReason.DECLINED, ClosingReason.WITHDRAWN)


class Change(models.TextChoices):
    """What changed at home, from little to much."""

    NOTHING = "nothing", _("nothing yet")
    IDEA = "idea", _("a new idea")
    PLAN = "plan", _("a plan")
    BUDGET = "budget", _("a budget")
    SERVICE = "service", _("a service or place")
    RULE = "rule", _("a rule")
    RESULT = "result", _("a measured result")


class MarketWord(models.TextChoices):
    """What a city says to a practice on the market."""

    TELL_ME_MORE = "tell-more", _("tell me more")
    COULD_HOST = "could-host", _("we could host a visit on this")
    NOT_FOR_US = "not-for-us", _("not for us")
