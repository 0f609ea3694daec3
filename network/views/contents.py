"""What a room collects: minutes, links, files, satisfaction, facilitator, note, story, peer review, and its outcome."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cities.models import Organisation
from cities.permissions import city_ids_of
from network import outcomes
from network.models import Check, Exchange, ExchangeMember, File, Link, Meeting
from network.permissions import may_coordinate
from network.services import links, room_contents
from network.views.common import attempt, exchange_or_404, number


def _own_place(request: HttpRequest, exchange: Exchange) -> ExchangeMember:
    """The person's city's place in the exchange, or "not found"."""
    cities = city_ids_of(request.user)
    found = exchange.members.filter(membership__city_id__in=cities, state="accepted").first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def _coordinated(request: HttpRequest, pk: int) -> Exchange:
    exchange = exchange_or_404(request, pk)
    if not may_coordinate(request.user, exchange.round.programme):
        raise Http404
    return exchange


@login_required
@require_POST
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the minutes of a meeting."""
    meeting = get_object_or_404(Meeting, pk=pk)
    meeting.exchange = exchange_or_404(request, meeting.exchange_id)
    record, held = request.POST.get("record", ""), "held" in request.POST
    return attempt(
        request,
        lambda: room_contents.write_minutes(meeting=meeting, record=record, held=held, by=request.user),
        "network:exchange",
        meeting.exchange_id,
        said=_("The minutes are kept."),
    )


@login_required
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a practice, tool or provision."""
    exchange = exchange_or_404(request, pk)
    values = {name: request.POST.get(name, "") for name in ("kind", "code", "note")}
    return attempt(
        request,
        lambda: links.add_link(exchange=exchange, by=request.user, **values),
        "network:exchange",
        pk,
    )


@login_required
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a link."""
    found = get_object_or_404(Link, pk=pk)
    found.exchange = exchange_or_404(request, found.exchange_id)
    return attempt(
        request,
        lambda: links.remove_link(link=found, by=request.user),
        "network:exchange",
        found.exchange_id,
    )


@login_required
@require_POST
def check_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A link whose provision was changed by a new version: it stands, or points at another provision."""
    found = get_object_or_404(Link.objects.select_related("provision__document"), pk=pk)
    found.exchange = exchange_or_404(request, found.exchange_id)
    return attempt(
        request,
        lambda: links.check_link(
            link=found, by=request.user, seen=number(request, "seen"), address=request.POST.get("address", "")
        ),
        "network:exchange",
        found.exchange_id,
        said=_("Checked."),
    )


@login_required
@require_POST
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a file."""
    found = get_object_or_404(File, pk=pk)
    found.exchange = exchange_or_404(request, found.exchange_id)
    return attempt(
        request,
        lambda: room_contents.remove_file(file=found, by=request.user),
        "network:exchange",
        found.exchange_id,
    )


@login_required
@require_POST
def pulse(request: HttpRequest, pk: int) -> HttpResponse:
    """How satisfied the city is, and what its participants need."""
    exchange = exchange_or_404(request, pk)
    member = _own_place(request, exchange)
    member.exchange = exchange
    return attempt(
        request,
        lambda: room_contents.say_pulse(
            member=member,
            satisfaction=number(request, "satisfaction") or None,
            access_needs=request.POST.get("access_needs", ""),
            by=request.user,
        ),
        "network:exchange",
        pk,
        said=_("Noted. Only the coordinator sees the satisfaction."),
    )


@login_required
@require_POST
def facilitate(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a facilitator from the roster."""
    exchange = _coordinated(request, pk)
    chosen = Organisation.objects.public().filter(pk=number(request, "facilitator")).first()
    return attempt(
        request,
        lambda: room_contents.set_facilitator(
            exchange=exchange, organisation=chosen, by=request.user, version=number(request, "version")
        ),
        "network:exchange",
        pk,
    )


@login_required
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a note for coordinators."""
    exchange = _coordinated(request, pk)
    return attempt(
        request,
        lambda: room_contents.change_exchange(
            exchange=exchange,
            by=request.user,
            version=number(request, "version"),
            verb="note written",
            note=request.POST.get("note", "")[:4000],
        ),
        "network:group",
        pk,
    )


@login_required
@require_POST
def write_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Write, publish or withdraw the public story."""
    exchange = exchange_or_404(request, pk)
    version = number(request, "version")
    coordinates = may_coordinate(request.user, exchange.round.programme)
    if "withdraw" in request.POST or "publish" in request.POST:
        exchange = _coordinated(request, pk)
    elif not coordinates:
        _own_place(request, exchange)

    def do() -> Any:
        if "withdraw" in request.POST:
            return room_contents.change_exchange(
                exchange=exchange, by=request.user, version=version, verb="story withdrawn", story_published=None
            )
        return room_contents.write_story(
            exchange=exchange,
            story=request.POST.get("story", ""),
            publish="publish" in request.POST,
            by=request.user,
            version=version,
        )

    return attempt(request, do, "network:exchange", pk)


@login_required
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the dossier of a peer review."""
    exchange = exchange_or_404(request, pk)
    host = get_object_or_404(ExchangeMember, pk=number(request, "host"), exchange=exchange)
    questions = [text for n in (1, 2, 3) if (text := request.POST.get(f"question_{n}", "").strip())]
    parts = {name: request.POST.get(name, "") for name in room_contents.PARTS}
    return attempt(
        request,
        lambda: room_contents.write_review(
            exchange=exchange,
            host=host,
            questions=questions,
            parts=parts,
            version=number(request, "version"),
            by=request.user,
        ),
        "network:exchange",
        pk,
        said=_("The dossier is kept."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def report_check(request: HttpRequest, pk: int) -> HttpResponse:
    """A city signed in says what has changed, with the same form as by the link."""
    check = get_object_or_404(Check.objects.select_related("member__membership__city"), pk=pk)
    exchange = exchange_or_404(request, check.member.exchange_id)
    if check.member_id != _own_place(request, exchange).pk:
        raise Http404
    check.member.exchange = exchange
    form, done = outcomes.report(request, check, by=request.user)
    if done is not None:
        return render(request, "network/link_done.html", done)
    return render(request, "network/check_link.html", outcomes.context(check, form), status=400 if form.errors else 200)
