"""What cities show each other beside an exchange: the safety monitor, peer reviews, and the market of practices."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.encryption import EncryptedTextField
from network.choices import MarketWord
from network.models.exchanges import Exchange, ExchangeMember
from network.models.programmes import Membership
from network.models.rounds import Round


class Assessment(models.Model):
    """A city's own view of its knowledge systems (urban safety monitor): JSON text, encrypted, shown to its matched
    peers only when `shared`. Never a figure of a list."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="assessment")
    definition = models.CharField(_("version of the questions"), max_length=20, default="1")
    answers = EncryptedTextField(_("answers"), default="{}")
    shared = models.BooleanField(_("shown to matched cities"), default=False)
    updated = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("self-assessment")

    def __str__(self) -> str:
        return f"self-assessment of {self.membership.city}"


class PeerReview(models.Model):
    """A dossier: a city asks up to three questions, its peers look and recommend, the city answers and follows up."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="reviews")
    host = models.OneToOneField(ExchangeMember, models.CASCADE, related_name="review")
    questions = models.JSONField(_("questions"), default=list)
    evidence = models.TextField(_("evidence sent to the peers"), blank=True)
    visits = models.TextField(_("visits and talks"), blank=True)
    recommendations = models.TextField(_("recommendations of the peers"), blank=True)
    response = models.TextField(_("answer of the city"), blank=True)
    follow_up = models.TextField(_("what followed"), blank=True)
    updated = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("peer review")

    def __str__(self) -> str:
        return f"peer review of {self.host.membership.city}"


class Market(models.Model):
    """A selection of practices frozen for a meeting: cards to print, marks to collect. cards: JSON as they were."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="market")
    frozen = models.DateTimeField(default=timezone.now)
    cards = models.JSONField(_("cards"), default=list)

    class Meta:
        verbose_name = _("market")

    def __str__(self) -> str:
        return f"market of {self.round}"


class MarketMark(models.Model):
    """What a city said about a card of the market; it becomes a need or an offer of its survey."""

    market = models.ForeignKey(Market, models.CASCADE, related_name="marks")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="marks")
    practice = models.CharField(_("practice"), max_length=120)
    word = models.CharField(_("word"), max_length=10, choices=MarketWord.choices)
    because = models.CharField(_("because"), max_length=300, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "membership", "practice"], name="a_mark_once_a_card")
        ]
        verbose_name = _("mark")

    def __str__(self) -> str:
        return f"{self.membership.city}: {self.practice} {self.word}"
