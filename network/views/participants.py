"""A city names the people it brings to a meeting, and takes them off the list."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from cities.permissions import city_ids_of
from network.models import Meeting, Participant
from network.permissions import may_coordinate
from network.services import participants
from network.views.common import attempt, exchange_or_404


@login_required
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a person of one's own city."""
    meeting = get_object_or_404(Meeting, pk=pk)
    meeting.exchange = exchange_or_404(request, meeting.exchange_id)
    member = meeting.exchange.members.filter(
        membership__city_id__in=city_ids_of(request.user), state="accepted"
    ).first()
    if member is None:
        raise Http404
    texts = {name: request.POST.get(name, "") for name in ("name", "function", "access_needs")}
    return attempt(
        request,
        lambda: participants.add_participant(
            meeting=meeting, member=member, shared="shared" in request.POST, by=request.user, **texts
        ),
        "network:exchange",
        meeting.exchange_id,
    )


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person off the list: the city that named the person, or the coordinator."""
    found = get_object_or_404(Participant.objects.select_related("meeting", "member__membership"), pk=pk)
    found.meeting.exchange = exchange = exchange_or_404(request, found.meeting.exchange_id)
    mine = found.member.membership.city_id in city_ids_of(request.user)
    if not (mine or may_coordinate(request.user, exchange.round.programme)):
        raise Http404
    return attempt(
        request,
        lambda: participants.remove_participant(participant=found, by=request.user),
        "network:exchange",
        exchange.pk,
    )
