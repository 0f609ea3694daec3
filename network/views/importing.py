"""Answers brought in from a spreadsheet: a plan first, then the same file again to keep them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from network.forms import AnswersFileForm
from network.services import importing
from network.services.errors import AnswersNotPossible, ExchangeError
from network.views.common import round_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_http_methods(["GET", "POST"])
def import_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a file would do; with "keep" pressed, do it."""
    round = round_or_404(request, pk)
    form = AnswersFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"round": round, "form": form, "demonstration": round.programme.demonstration}
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(importing.BYTES + 1)
        try:
            if "keep" in request.POST:
                kept = importing.import_answers(round=round, content=content, by=request.user)
                messages.success(request, _("%(n)d cities got a link to confirm their answers.") % {"n": kept})
                return redirect("network:round", pk)
            context["plan"] = importing.plan_import(round=round, content=content)
        except AnswersNotPossible as error:
            form.add_error(None, _("Not everything needed is answered: %(what)s") % {"what": error})
        except ExchangeError as error:
            form.add_error(None, str(error))
    return render(request, "network/import_answers.html", context, status=400 if form.errors else 200)


@login_required
@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """An empty sheet with the right headings."""
    round = round_or_404(request, pk)
    answer = HttpResponse(importing.template_file(round), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="answers-{round.pk}.xlsx"'
    return answer
