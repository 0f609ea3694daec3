"""The exchange room: questions, meetings with calendar files, actions, files, closing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cities.permissions import city_ids_of
from network import calendar, room_view
from network.choices import ActionState, Format
from network.forms import ActionForm, ActionUpdateForm, CloseForm, MeetingForm, ScopeForm
from network.models import Action, Exchange, File, Meeting
from network.permissions import may_coordinate, may_see_contacts
from network.services import followup, meetings, rooms
from network.views.common import attempt, exchange_or_404, number


@login_required
@require_GET
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of one exchange; contacts only when all have accepted, and that is noted."""
    exchange = exchange_or_404(request, pk)
    cities = city_ids_of(request.user)
    coordinates = may_coordinate(request.user, exchange.round.programme)
    contacts = may_see_contacts(request.user, exchange, cities)
    if contacts:
        rooms.note_contacts_seen(exchange=exchange, by=request.user)
    return render(request, "network/exchange.html", _context(request, exchange, cities, coordinates, contacts))


def _context(
    request: HttpRequest, exchange: Exchange, cities: frozenset[int], coordinates: bool, contacts: bool
) -> dict[str, Any]:
    members = list(exchange.members.select_related("membership__city__country"))
    mine = next((m for m in members if m.membership.city_id in cities), None)
    questions = {f"question_{n}": text for n, text in enumerate(exchange.questions, start=1)}
    return {
        "exchange": exchange,
        "demonstration": exchange.round.programme.demonstration,
        "members": members,
        "mine": mine,
        "coordinates": coordinates,
        "contacts": contacts,
        "working": exchange.state in rooms.WORKING,
        **room_view.zones(members, mine),
        **room_view.contents(exchange, members, mine, coordinates=coordinates),
        "scope_form": ScopeForm(initial={**questions, "format": exchange.format}),
        "meeting_form": MeetingForm(),
        "action_form": ActionForm(),
        "close_form": CloseForm(),
        "states": ActionState.choices,
        "agenda": rooms.AGENDAS[Format(exchange.format)],
    }


@login_required
@require_POST
def scope(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix the guiding questions."""
    exchange = exchange_or_404(request, pk)
    form = ScopeForm(request.POST)
    form.is_valid()
    return attempt(
        request,
        lambda: rooms.fix_scope(
            exchange=exchange,
            questions=form.questions(),
            format=form.cleaned_data.get("format", ""),
            by=request.user,
            version=number(request, "version"),
        ),
        "network:exchange",
        pk,
    )


@login_required
@require_POST
def meet(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a meeting."""
    exchange = exchange_or_404(request, pk)
    form = MeetingForm(request.POST)
    with timezone.override(room_view.zone_of(exchange, city_ids_of(request.user))):
        form.is_valid()  # the time is typed in the person's own zone
    return attempt(
        request,
        lambda: meetings.plan_meeting(exchange=exchange, by=request.user, **rooms.clean(form)),
        "network:exchange",
        pk,
        said=_("The meeting is planned; every city of the exchange is told, in its own time."),
    )


@login_required
@require_POST
def change_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a meeting to come, or cancel it."""
    meeting = get_object_or_404(Meeting.objects.select_related("exchange__round__programme"), pk=pk)
    exchange = exchange_or_404(request, meeting.exchange_id)
    form = MeetingForm(request.POST)
    with timezone.override(room_view.zone_of(exchange, city_ids_of(request.user))):
        form.is_valid()

    def do() -> None:
        if "cancel" in request.POST:
            meetings.cancel_meeting(meeting=meeting, by=request.user)
        else:
            meetings.move_meeting(meeting=meeting, by=request.user, **rooms.clean(form))

    said = _("Every city of the exchange is told.")
    return attempt(request, do, "network:exchange", exchange.pk, said=said)


@login_required
@require_POST
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """A city promises an action."""
    exchange = exchange_or_404(request, pk)
    form = ActionForm(request.POST)
    return attempt(
        request,
        lambda: rooms.promise_action(
            exchange=exchange, by=request.user, city_ids=city_ids_of(request.user), **rooms.clean(form)
        ),
        "network:exchange",
        pk,
    )


@login_required
@require_POST
def update_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far an action is."""
    action = get_object_or_404(Action.objects.select_related("exchange__round__programme", "member__membership"), pk=pk)
    exchange = exchange_or_404(request, action.exchange_id)
    mine = action.member.membership.city_id in city_ids_of(request.user)
    if not (mine or may_coordinate(request.user, exchange.round.programme)):
        raise Http404
    form = ActionUpdateForm(request.POST)
    return attempt(
        request,
        lambda: followup.update_action(
            action=action, by=request.user, version=number(request, "version"), **rooms.clean(form)
        ),
        "network:exchange",
        exchange.pk,
        said=_("Noted."),
    )


@login_required
@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to the room."""
    exchange = exchange_or_404(request, pk)
    return attempt(
        request,
        lambda: rooms.add_file(exchange=exchange, upload=request.FILES.get("file"), by=request.user),
        "network:exchange",
        pk,
    )


@login_required
@require_GET
def download(request: HttpRequest, pk: int) -> FileResponse:
    """A file, only to the members of its room, always as a download."""
    file = get_object_or_404(File.objects.select_related("exchange"), pk=pk)
    exchange_or_404(request, file.exchange_id)
    answer = FileResponse(file.file.open("rb"), as_attachment=True, filename=file.name)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@login_required
@require_GET
def meeting_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting as a calendar file."""
    meeting = get_object_or_404(Meeting.objects.select_related("exchange__round"), pk=pk)
    exchange_or_404(request, meeting.exchange_id)
    answer = HttpResponse(calendar.meeting_file(meeting), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    return answer


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the exchange with a reason (coordinators)."""
    exchange = exchange_or_404(request, pk)
    if not may_coordinate(request.user, exchange.round.programme):
        raise Http404
    form = CloseForm(request.POST)
    return attempt(
        request,
        lambda: followup.close_exchange(
            exchange=exchange, by=request.user, version=number(request, "version"), **rooms.clean(form)
        ),
        "network:exchange",
        pk,
    )
