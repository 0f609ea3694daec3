"""Pages of the admin: how the index is, and what people do not find."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from search import report
from search.models import Call, IndexRun
from search.queries import SearchError
from search.upkeep import last_runs, status


def _must(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):  # type: ignore[union-attr]
        raise PermissionDenied


@require_safe
def index_status(request: HttpRequest) -> HttpResponse:
    """Engine, queue, drift and last runs."""
    _must(request, "search.view_outboxentry")
    labels = dict(IndexRun.Action.choices)
    runs = [(labels[action], run) for action, run in last_runs().items()]
    return render(request, "search/admin/status.html", {"status": status(), "runs": runs})


@require_http_methods(["GET", "HEAD", "POST"])
def sought(request: HttpRequest) -> HttpResponse:
    """Searches without results or clicks; a POST opens a call for practices."""
    _must(request, "search.view_sought")
    if request.method == "POST":
        _must(request, "search.add_call")
        try:
            report.open_call(words=request.POST.get("words", ""), question=request.POST.get("question", ""))
        except SearchError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The call is open."))
        return redirect("search_sought")
    calls = Call.objects.filter(closed_at=None)
    return render(request, "search/admin/sought.html", {"rows": report.missed(), "calls": calls, "weeks": report.WEEKS})


@require_POST
def close_call(request: HttpRequest, key: int) -> HttpResponse:
    """Close a call."""
    _must(request, "search.change_call")
    report.close_call(call=get_object_or_404(Call, pk=key))
    messages.success(request, _("The call is closed."))
    return redirect("search_sought")
