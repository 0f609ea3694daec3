"""The match workbench: runs, proposed groups with reasons both ways, rules, "why not X with Y", re-run, choice."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from network import repairs, steering, workbench
from network.choices import RuleKind
from network.models import Round, Rule, Run
from network.services import matching, proposals, rules, running
from network.services.errors import RunNotPossible
from network.tasks import run_matching
from network.views.common import attempt, number, numbers, round_or_404


def _run_of(round: Round, pk: int) -> Run | None:
    return round.runs.filter(pk=pk).select_related("snapshot").first()


def _newest(round: Round) -> Run | None:
    """The newest run with a result; a failed one after it is told of in words, not shown."""
    finished = round.runs.filter(state__in=["done", "stopped"]).select_related("snapshot")
    newest = finished.first()
    if newest is None:
        return round.runs.select_related("snapshot").filter(state="failed").first()
    return repairs.to_show(newest)


@login_required
@require_GET
def bench(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest finished run (or ?run=), what it proposes, whom it leaves out, the rules that stand."""
    round = round_or_404(request, pk)
    wanted = request.GET.get("run", "")
    chosen = _run_of(round, int(wanted)) if wanted.isascii() and wanted.isdigit() else None
    run = chosen or _newest(round)
    compare = request.GET.get("compare", "")
    other = _run_of(round, int(compare)) if compare.isascii() and compare.isdigit() else None
    return render(request, "network/workbench.html", workbench.context(round, run, other, request.GET))


@login_required
@require_POST
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a run with the sliders as they stand, keeping what an earlier run found where little is lost."""
    round = round_or_404(request, pk)

    def ask() -> None:
        options = steering.options_from(request.POST)
        previous = _run_of(round, number(request, "previous"))
        made = matching.ask_for_run(
            round=round, by=request.user, options=options, previous=previous, label=request.POST.get("label", "")
        )
        run_matching.enqueue(made.pk)

    return attempt(request, ask, "network:workbench", pk)


@login_required
@require_GET
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the run under way is."""
    round = round_or_404(request, pk)
    now = round.runs.filter(state__in=["queued", "running"]).first()
    since = int((timezone.now() - now.asked).total_seconds()) if now else 0
    return JsonResponse(
        {
            "running": bool(now),
            "begun": bool(now) and now.state == "running",
            "seconds": since,
            "progress": now.progress if now else {},
        }
    )


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the run under way with the best found so far."""
    round = round_or_404(request, pk)
    under_way = round.runs.filter(state__in=["queued", "running"]).first()

    def do() -> None:
        if under_way is None:
            raise RunNotPossible(_("No run is under way."))
        running.stop_run(run=under_way, by=request.user)

    return attempt(request, do, "network:workbench", pk)


@login_required
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the groups of a run as the round's proposals."""
    round = round_or_404(request, pk)
    chosen = get_object_or_404(Run, pk=number(request, "run"), round=round)
    return attempt(
        request,
        lambda: proposals.choose_run(run=chosen, by=request.user, version=number(request, "version")),
        "network:workbench",
        pk,
        said=_("These groups are now the round's proposals."),
    )


@login_required
@require_POST
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Pin, forbid, keep or leave out; contradictory rules are refused with the smallest set that contradicts."""
    round = round_or_404(request, pk)
    chosen = numbers(request, "city")
    kind = request.POST.get("kind", "")
    return attempt(
        request,
        lambda: rules.add_rule(
            round=round,
            kind=RuleKind(kind) if kind in RuleKind.values else None,
            membership_ids=chosen,
            reason=request.POST.get("reason", ""),
            by=request.user,
        ),
        "network:workbench",
        pk,
    )


@login_required
@require_POST
def undo_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a rule."""
    found = get_object_or_404(Rule.objects.select_related("round"), pk=pk)
    round = round_or_404(request, found.round_id)
    return attempt(request, lambda: rules.undo_rule(rule=found, by=request.user), "network:workbench", round.pk)
