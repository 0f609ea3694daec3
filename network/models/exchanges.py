"""An exchange: its cities with their answers, its questions, meetings, actions, files, links and follow-up checks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.encryption import EncryptedTextField
from guidelines.models import ProvisionLinkBase
from network.choices import ActionState, Change, ClosingReason, ExchangePhase, Format, MemberAnswer
from network.models.programmes import Membership
from network.models.rounds import Round, Run
from network.querysets import ExchangeQuerySet


def private_files() -> Any:
    """Where files of exchange rooms lie: in no folder that a web server hands out."""
    return storages["private"]


class Exchange(models.Model):
    """Two or three cities brought together in a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="exchanges")
    run = models.ForeignKey(Run, models.SET_NULL, null=True, blank=True, related_name="exchanges")
    state = models.CharField(_("state"), max_length=10, choices=ExchangePhase.choices, default=ExchangePhase.PROPOSED)
    state_since = models.DateTimeField(default=timezone.now)
    format = models.CharField(_("format"), max_length=16, choices=Format.choices, default=Format.CALL)
    questions = models.JSONField(_("guiding questions"), default=list, blank=True)
    reasons = EncryptedTextField(_("why this group"), blank=True, help_text=_("Reasons of the matching, as JSON."))
    value = models.IntegerField(_("gain predicted"), default=0)
    note = EncryptedTextField(_("note for coordinators only"), blank=True)
    closing_reason = models.CharField(_("why it ended"), max_length=20, choices=ClosingReason.choices, blank=True)
    closing_note = models.TextField(_("note on the end"), blank=True)
    facilitator = models.ForeignKey(
        "cities.Organisation", models.SET_NULL, null=True, blank=True, related_name="facilitated"
    )
    story = models.TextField(_("public story"), blank=True)
    story_published = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("exchange")

    def __str__(self) -> str:
        return f"exchange {self.pk}"


class ExchangeMember(models.Model):
    """A city in an exchange: its invitation, its answer, what it gained. `round` is repeated for the constraint."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="members")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="places")
    round = models.ForeignKey(Round, models.PROTECT, related_name="places")
    slot = models.PositiveSmallIntegerField(_("which of the city's places"), default=1)
    state = models.CharField(_("answer"), max_length=10, choices=MemberAnswer.choices, default=MemberAnswer.PROPOSED)
    invitation_text = models.TextField(_("text of the invitation"), blank=True)
    invited = models.DateTimeField(null=True, blank=True)
    expires = models.DateTimeField(null=True, blank=True)
    answered = models.DateTimeField(null=True, blank=True)
    answer_reason = EncryptedTextField(_("reason"), blank=True)
    predicted = models.IntegerField(_("gain predicted"), default=0)
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    access_needs = EncryptedTextField(_("access needs"), blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exchange", "membership"], name="a_city_once_in_an_exchange"),
            models.UniqueConstraint(
                fields=["round", "membership", "slot"],
                condition=Q(state__in=["invited", "accepted"]),
                name="a_place_is_taken_once_a_round",
            ),
        ]
        verbose_name = _("member")

    def __str__(self) -> str:
        return f"{self.membership.city} in {self.exchange}"


class Meeting(models.Model):
    """A call or visit, in universal time; each member reads it in its own zone."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="meetings")
    title = models.CharField(_("title"), max_length=120)
    begins = models.DateTimeField(_("begins"))
    minutes = models.PositiveIntegerField(_("length in minutes"), default=120)
    place = models.CharField(_("place or link"), max_length=300, blank=True)
    agenda = models.JSONField(_("agenda"), default=list, blank=True)
    record = models.TextField(_("minutes"), blank=True)
    held = models.BooleanField(_("has taken place"), default=False)

    class Meta:
        ordering: ClassVar = ["begins", "pk"]
        verbose_name = _("meeting")

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """A person a city brings to a meeting. Access needs are read by the city and the coordinator; `shared`: also by the
    partners, who may be the hosts."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants")
    member = models.ForeignKey(ExchangeMember, models.CASCADE, related_name="participants")
    name = EncryptedTextField(_("name"))
    function = EncryptedTextField(_("what the person does"), blank=True)
    access_needs = EncryptedTextField(_("access needs"), blank=True)
    shared = models.BooleanField(_("the partner cities may read the access needs"), default=False)

    class Meta:
        ordering: ClassVar = ["member", "pk"]
        verbose_name = _("participant")

    def __str__(self) -> str:
        return f"participant {self.pk}"


class Action(models.Model):
    """A step one city promised between meetings: the written roadmap turns a visit into change."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="actions")
    member = models.ForeignKey(ExchangeMember, models.CASCADE, related_name="actions")
    what = models.CharField(_("what"), max_length=300)
    due = models.DateField(_("due"))
    indicator = models.CharField(_("how we will know"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ActionState.choices, default=ActionState.OPEN)
    note = models.TextField(_("note"), blank=True)
    updated = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        verbose_name = _("action")

    def __str__(self) -> str:
        return self.what


class Link(ProvisionLinkBase):
    """A practice, tool or provision the exchange works with.

    A provision is also a link of `guidelines.links`: it remembers the wording it was made for, follows the provision
    through renumbering, and asks to be checked when a new version changes the words. The others leave that empty.
    """

    provision = models.ForeignKey(
        "guidelines.Provision", models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("provision"),
    )  # fmt: skip
    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=12)
    code = models.CharField(_("code"), max_length=120)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["exchange", "kind", "code"], name="a_link_once")]
        verbose_name = _("link")

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class File(models.Model):
    """A file of the exchange room; served only to its members, as a download."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to="exchanges/", storage=private_files)
    name = models.CharField(_("name"), max_length=120)
    size = models.PositiveIntegerField(_("size in bytes"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        verbose_name = _("file")

    def __str__(self) -> str:
        return self.name


class Check(models.Model):
    """The question "what came of it?" some days after the exchange began, and the city's answer."""

    member = models.ForeignKey(ExchangeMember, models.CASCADE, related_name="checks")
    day = models.PositiveSmallIntegerField(_("days after the beginning"))
    due = models.DateField(_("due"))
    answered = models.DateTimeField(null=True, blank=True)
    change = models.CharField(_("what changed"), max_length=10, choices=Change.choices, blank=True)
    what = models.TextField(_("in words"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    gain = models.PositiveSmallIntegerField(
        _("usefulness"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    adoption = models.ForeignKey("practices.Adoption", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "day"], name="a_check_once")]
        verbose_name = _("follow-up check")

    def __str__(self) -> str:
        return f"{self.day} days – {self.member}"
