"""The coordinator's rounds: list, board, moving a round on, the survey's answers, reports."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cities.permissions import city_ids_of
from network import selectors
from network.export import round_csv
from network.forms import DatesForm, RoundForm
from network.models import Programme
from network.permissions import may_start_programmes
from network.problem import eligibility
from network.services import followup, invitations, mail, responses, rounds
from network.services.errors import Stale
from network.states import RoundState
from network.steps import consequence, steps_of
from network.views.common import attempt, number, round_or_404


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Rounds the person coordinates and exchanges of the person's cities."""
    cities = city_ids_of(request.user)
    programmes = Programme.objects.coordinated_by(request.user)
    context = {
        "rounds": selectors.rounds_for(request.user),
        "programmes": programmes,
        "exchanges": selectors.exchange_rows(cities) if cities else (),
        "surveys": selectors.surveys_of(cities) if cities else (),
        "memberships": selectors.places_of(cities) if cities else (),
        "in_doubt": {row.programme_id for row in mail.in_doubt().filter(programme__in=programmes)},
        "may_start": may_start_programmes(request.user),
    }
    return render(request, "network/home.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_round(request: HttpRequest, programme_pk: int) -> HttpResponse:
    """Open a round in draft."""
    programme = Programme.objects.coordinated_by(request.user).filter(pk=programme_pk).first()
    if programme is None:
        raise Http404
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = rounds.create_round(programme=programme, by=request.user, **form.cleaned_data)
            return redirect("network:round", made.pk)
        except rounds.StepNotPossible as error:
            form.add_error(None, str(error))
    return render(
        request, "network/round_form.html", {"form": form, "programme": programme}, status=400 if form.errors else 200
    )


@login_required
@require_GET
def round_board(request: HttpRequest, pk: int) -> HttpResponse:
    """The round's header and its board."""
    round = round_or_404(request, pk)
    columns = selectors.board(round)
    context = {
        "round": round,
        "demonstration": round.programme.demonstration,
        "header": selectors.header(round),
        "columns": columns,
        "has_cards": any(column.cards for column in columns),
        "steps": steps_of(round),
        "eligibility": (people := eligibility(round)),
        "taking_part": sum(person.eligible for person in people),
    }
    return render(request, "network/round.html", context)


@login_required
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the round to its next state; a step that cannot be taken back says so first and asks once more."""
    round = round_or_404(request, pk)
    to = request.POST.get("to", "")
    if to not in set(RoundState):
        raise Http404
    step = next((one for one in steps_of(round) if one.value == to), None)
    if step and "sure" not in request.POST and (asks := consequence(round, RoundState(to))):
        return render(
            request,
            "network/move_round.html",
            {"round": round, "demonstration": round.programme.demonstration, "step": step, "asks": asks},
        )
    return attempt(
        request,
        lambda: rounds.move_round(round=round, to=RoundState(to), by=request.user, version=number(request, "version")),
        "network:round",
        pk,
    )


@login_required
@require_http_methods(["GET", "POST"])
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the days of a round anew."""
    round = round_or_404(request, pk)
    form = DatesForm(request.POST or None, initial={name: getattr(round, name) for name in rounds.DATES})
    status = 400
    if request.method == "POST" and form.is_valid():
        try:
            rounds.change_dates(round=round, by=request.user, version=number(request, "version"), **form.cleaned_data)
            messages.success(request, _("The dates are changed."))
            return redirect("network:round", pk)
        except rounds.StepNotPossible as error:
            form.add_error(None, str(error))
        except Stale as error:
            form.add_error(None, str(error))
            status = 409
            round.refresh_from_db()
    context = {"form": form, "round": round, "demonstration": round.programme.demonstration}
    return render(request, "network/round_dates.html", context, status=status if form.errors else 200)


@login_required
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the cities whose answers are missing; ask due checks; mark invitations nobody answered."""
    round = round_or_404(request, pk)

    def everything() -> None:
        invitations.expire_overdue()
        followup.ask_due_checks()
        followup.ask_due_actions()
        if round.state == RoundState.SURVEY:
            responses.remind(round=round, by=request.user)

    return attempt(request, everything, "network:round", pk, said=_("Whatever was due has been sent, once."))


@login_required
@require_GET
def round_table(request: HttpRequest, pk: int) -> HttpResponse:
    """A CSV of the round's exchanges for the coordinator: no contacts, no answers."""
    round = round_or_404(request, pk)
    answer = HttpResponse(round_csv(round), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="round-{round.pk}.csv"'
    return answer
