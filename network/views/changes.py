"""Changing what the matching proposes: try other settings, repair after a "no", change one group, set a rule again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from network import steering, workbench
from network.models import Round, Rule, Run
from network.services import matching, rules
from network.services.errors import ExchangeError
from network.services.rules import RuleNotPossible
from network.tasks import run_matching
from network.views.common import attempt, number, numbers, round_or_404

TITLE = 255  # no page's title is longer; a database refuses to compare what is much longer


@login_required
@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """What other settings would change, beside the run shown; nothing is kept."""
    round = round_or_404(request, pk)
    run = get_object_or_404(Run, pk=number(request, "previous"), round=round)
    fragment = "text/x-fragment" in request.headers.get("Accept", "")
    found: dict[str, Any] = {}
    try:
        options = steering.options_from(request.POST)
        found["tried"] = steering.try_out(run, options)
    except ExchangeError as error:
        if fragment:
            return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
        found["failed"] = str(error)
    if fragment:
        return render(request, "network/parts/tried.html", found)
    page = {**workbench.context(round, run, None, request.GET), **found}
    return render(request, "network/workbench.html", page, status=400 if "failed" in found else 200)


@login_required
@require_POST
def repair(request: HttpRequest, pk: int) -> HttpResponse:
    """Match the cities left behind by a "no" again; groups that stand stay."""
    round = round_or_404(request, pk)

    def do() -> None:
        run_matching.enqueue(matching.ask_for_repair(round=round, by=request.user).pk)

    return attempt(request, do, "network:workbench", pk, said=_("The repair is proposed; look at it and take it."))


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Split a group, take a city out, swap or add one: as rules, followed by a run that changes little else."""
    round = round_or_404(request, pk)
    run = get_object_or_404(Run, pk=number(request, "run"), round=round)
    group = frozenset(numbers(request, "city"))
    what = request.POST.get("change", "").replace(":m", ":")

    @transaction.atomic
    def do() -> None:
        other = _membership_called(round, request.POST.get("with", "").strip())
        reason = request.POST.get("reason", "") or _("changed on the workbench")
        rules.change_group(round=round, group=group, change=what, other=other, reason=reason, by=request.user)
        made = matching.ask_for_run(round=round, by=request.user, options=run.options, previous=run, label=_("Changed"))
        run_matching.enqueue(made.pk)

    return attempt(request, do, "network:workbench", pk)


def _membership_called(round: Round, title: str) -> int | None:
    """The membership of the city with this name. Raises RuleNotPossible when there is none, or several."""
    if not title:
        return None
    named = round.programme.memberships.current().filter(city__title__iexact=title[:TITLE])
    found = list(named.values_list("pk", flat=True))
    if len(found) != 1:
        raise RuleNotPossible(f"city: {'several are' if found else 'none is'} called “{title[:80]}” in this programme.")
    return int(found[0])


@login_required
@require_POST
def redo_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a rule again that was undone."""
    found = get_object_or_404(Rule.objects.select_related("round"), pk=pk)
    round = round_or_404(request, found.round_id)
    return attempt(request, lambda: rules.redo_rule(rule=found, by=request.user), "network:workbench", round.pk)
