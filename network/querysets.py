"""Reads on one model, named in the words of the exchange; every list a person sees begins with a scope."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from network.choices import Purpose
from network.states import CONFIRMED_EXCHANGES, LIVE_EXCHANGES, OPEN_ROUNDS


class ProgrammeQuerySet(models.QuerySet[Any]):
    """Programmes."""

    def coordinated_by(self, user: Any) -> ProgrammeQuerySet:
        """Those the person coordinates; an administrator coordinates none unless named (least privilege)."""
        return self.filter(coordinators__user=user) if user.is_authenticated else self.none()


class MembershipQuerySet(models.QuerySet[Any]):
    """Cities' places in programmes."""

    def current(self) -> MembershipQuerySet:
        """Not left."""
        return self.filter(left__isnull=True)

    def consenting(self, purpose: Purpose | str) -> MembershipQuerySet:
        """Those whose newest word on the purpose is yes; silence is no."""
        from network.models import Consent

        newest = Consent.objects.filter(membership=OuterRef("pk"), purpose=purpose).order_by("-at", "-pk")
        return self.annotate(_granted=Subquery(newest.values("granted")[:1])).filter(_granted=True)


class RoundQuerySet(models.QuerySet[Any]):
    """Rounds."""

    def open(self) -> RoundQuerySet:
        """Those that take their programme: from the survey until the invitations are answered."""
        return self.filter(state__in=[state.value for state in OPEN_ROUNDS])

    def coordinated_by(self, user: Any) -> RoundQuerySet:
        """Rounds of the programmes the person coordinates."""
        return self.filter(programme__coordinators__user=user) if user.is_authenticated else self.none()


class ExchangeQuerySet(models.QuerySet[Any]):
    """Groups of cities."""

    def live(self) -> ExchangeQuerySet:
        """Invited or beyond, not ended."""
        return self.filter(state__in=[state.value for state in LIVE_EXCHANGES])

    def confirmed(self) -> ExchangeQuerySet:
        """Accepted by all: from here the cities know each other."""
        return self.filter(state__in=[state.value for state in CONFIRMED_EXCHANGES])

    def coordinated_by(self, user: Any) -> ExchangeQuerySet:
        """Exchanges of the programmes the person coordinates."""
        return self.filter(round__programme__coordinators__user=user) if user.is_authenticated else self.none()

    def of_cities(self, city_ids: Any) -> ExchangeQuerySet:
        """Exchanges in which one of these cities takes part and to which it was at least invited."""
        from network.models import ExchangeMember

        mine = ExchangeMember.objects.filter(exchange=OuterRef("pk"), membership__city_id__in=city_ids)
        return self.filter(Exists(mine)).exclude(Q(state="proposed"))
