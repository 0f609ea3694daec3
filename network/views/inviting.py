"""One proposed group: its reasons, the texts of its invitations, sending them, and taking them back."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from network import workbench
from network.models import Exchange, Round
from network.services import invitations, withdrawing
from network.services.errors import InvitationNotPossible
from network.views.common import attempt, number, round_or_404


def _proposal(request: HttpRequest, pk: int) -> tuple[Round, Exchange]:
    """A group of a round the person coordinates, or "not found"."""
    exchange = get_object_or_404(Exchange.objects.select_related("round__programme"), pk=pk)
    return round_or_404(request, exchange.round_id), exchange


def _context(round: Round, exchange: Exchange) -> dict[str, Any]:
    return {**workbench.group_context(round, exchange), "answer_by": answer_by(round), "today": timezone.localdate()}


def answer_by(round: Round) -> date:
    """The day the round's invitations are answered by; two weeks from now once that day has come."""
    today = timezone.localdate()
    return round.answers_due if round.answers_due > today else today + invitations.ANSWER_WITHIN


def _end(request: HttpRequest, round: Round) -> datetime:
    """The end of the day to answer by out of the form. Raises InvitationNotPossible when it is none, or gone."""
    typed = request.POST.get("answer_by", "").strip()
    try:
        day = parse_date(typed) if typed else answer_by(round)
    except ValueError:
        day = None
    if day is None or day < timezone.localdate() or day.year > timezone.localdate().year + 2:
        raise InvitationNotPossible(_("Answer by: give a day from today on, within two years."))
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


@login_required
@require_GET
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: reasons both ways, the texts of the invitations, what has been answered."""
    round, exchange = _proposal(request, pk)
    return render(request, "network/group.html", _context(round, exchange))


def _preview(request: HttpRequest, round: Round, exchange: Exchange, texts: dict[int, str]) -> HttpResponse:
    """The messages as each city would get them, or the texts once more; nothing is kept or sent."""
    context = _context(round, exchange)
    for row in context["rows"]:
        row["text"] = texts[row["member"].pk]
    try:
        ends = _end(request, round)
        context["answer_by"] = timezone.localdate(ends)
        if "preview" in request.POST:
            context["letters"] = invitations.letters(exchange=exchange, texts=texts, expires=ends)
    except InvitationNotPossible as error:
        messages.error(request, str(error))
    return render(request, "network/group.html", context)


@login_required
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the invitations of a proposal, each member its own text."""
    round, exchange = _proposal(request, pk)
    texts = {m.pk: request.POST.get(f"text-{m.pk}", "") for m in exchange.members.all()}
    if "send" not in request.POST:
        return _preview(request, round, exchange, texts)
    return attempt(
        request,
        lambda: invitations.invite(
            exchange=exchange,
            by=request.user,
            texts=texts,
            version=number(request, "version"),
            expires=_end(request, round),
        ),
        "network:group",
        pk,
        said=_("The invitations are on their way. Nothing is announced before all say yes."),
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the invitations of a group that has not come together yet."""
    _round, exchange = _proposal(request, pk)
    return attempt(
        request,
        lambda: withdrawing.withdraw_invitations(
            exchange=exchange, by=request.user, version=number(request, "version")
        ),
        "network:group",
        pk,
        said=_(
            "The invitations are withdrawn; the cities are told and are free for other groups. "
            "Run the matching again to place them."
        ),
    )
