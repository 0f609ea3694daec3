"""Coverage and review rounds."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.forms import AskForm, CallForm, ContributeForm, ReportForm, RoundForm
from guidelines.models import CallForPractices, Contribution, Provision, ReviewRound
from guidelines.permissions import may_decide
from guidelines.selectors import current_version, public_document, reading
from guidelines.selectors.coverage import coverage as coverage_rows
from guidelines.selectors.coverage import kinds
from guidelines.selectors.rounds import proposals_in, who_was_told
from guidelines.services import (
    RoundNotPossible,
    call_for_practices,
    close_round,
    contribute,
    open_round,
    publish_report,
)
from guidelines.services.reviews import figures


@require_safe
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """Provisions × records, cities, evidence and regions; `?gap=none|weak|one-region` shows only those gaps."""
    document = public_document(code)
    version = current_version(document) if document else None
    if document is None or version is None:
        raise Http404
    rows = coverage_rows(reading(document, version, get_language() or "en", beside=False))
    gaps = {gap: sum(1 for row in rows if row.gap == gap) for gap in ("none", "weak", "one-region")}
    wanted = request.GET.get("gap", "")
    shown = [row for row in rows if row.gap == wanted] if wanted in gaps else rows
    context = {
        "document": document,
        "page": document,
        "rows": shown,
        "kinds": kinds(),
        "gaps": gaps,
        "gap": wanted,
        "all": len(rows),
        "may_decide": may_decide(request.user),
        "call_form": CallForm(),
    }
    return render(request, "guidelines/coverage.html", context)


@login_required
def call(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Turn a gap into a call for practices."""
    document = public_document(code)
    provision = get_object_or_404(Provision, document=document, key=key)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            call_for_practices(provision=provision, by=request.user, **form.cleaned_data)
        except RoundNotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The call is open."))
            return redirect("guidelines:calls")
    context = {"document": document, "page": document, "provision": provision, "form": form}
    return render(request, "guidelines/call.html", context, status=400 if form.errors else 200)


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """All open calls for practices."""
    rows = CallForPractices.objects.filter(closed_at=None, provision__in=Provision.objects.public()).select_related(
        "provision__document"
    )
    return render(request, "guidelines/calls.html", {"calls": rows})


def _round(code: str, pk: int) -> ReviewRound:
    found: ReviewRound = get_object_or_404(
        ReviewRound.objects.public().select_related("document", "version"), document__code=code, pk=pk
    )
    return found


@require_safe
def rounds(request: HttpRequest, code: str) -> HttpResponse:
    """All rounds of a text."""
    document = public_document(code)
    if document is None:
        raise Http404
    rows = ReviewRound.objects.public().filter(document=document)
    context = {
        "document": document,
        "page": document,
        "rounds": rows,
        "may_decide": may_decide(request.user),
        "form": RoundForm(),
    }
    return render(request, "guidelines/rounds.html", context)


@require_POST
@login_required
def new_round(request: HttpRequest, code: str) -> HttpResponse:
    """Open a round."""
    document = public_document(code)
    if document is None:
        raise Http404
    form = RoundForm(request.POST)
    if form.is_valid():
        try:
            made = open_round(document=document, by=request.user, **form.cleaned_data)
        except RoundNotPossible as error:
            form.add_error(None, str(error))
        else:
            return redirect(made.get_absolute_url())
    rows = ReviewRound.objects.public().filter(document=document)
    context = {
        "document": document,
        "page": document,
        "rounds": rows,
        "may_decide": may_decide(request.user),
        "form": form,
    }
    return render(request, "guidelines/rounds.html", context, status=400)


@require_safe
def review_round(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A round: its invitation and the provisions to report on while open, its report afterwards."""
    found = _round(code, pk)
    text = reading(found.document, found.version, get_language() or "en", beside=False)
    own = {}
    if request.user.is_authenticated:
        own = {row.provision_id: row for row in Contribution.objects.filter(round=found, submitted_by=request.user)}
    context = {
        "document": found.document,
        "page": found.document,
        "round": found,
        "text": text,
        "own": own,
        "figures": figures(found) if found.state == "reported" or may_decide(request.user) else None,
        "proposals": proposals_in(found),
        "may_decide": may_decide(request.user),
        "report_form": ReportForm(initial={"report": found.report}),
        "asked": who_was_told(found) if may_decide(request.user) else [],
        "ask_form": AskForm() if may_decide(request.user) and found.state == "open" else None,
    }
    return render(request, "guidelines/round.html", context)


@login_required
def report_on(request: HttpRequest, code: str, pk: int, key: str) -> HttpResponse:
    """Report on one provision in a round, or change one's report."""
    found = _round(code, pk)
    provision = get_object_or_404(Provision, document=found.document, key=key)
    own = Contribution.objects.filter(round=found, provision=provision, submitted_by=request.user).first()
    initial = {name: getattr(own, name) for name in ("contributor", "progress", "text", "named")} if own else None
    form = ContributeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            contribute(review=found, provision=provision, by=request.user, **form.cleaned_data)
        except RoundNotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you, your report is kept."))
            return redirect(found.get_absolute_url())
    row = provision.versions.filter(version=found.version).first()
    if row is None:
        raise Http404
    context = {"document": found.document, "page": found.document, "round": found, "row": row, "form": form}
    return render(request, "guidelines/report_on.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def conclude(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Close a round, or publish its report."""
    found = _round(code, pk)
    try:
        if request.POST.get("do") == "close":
            close_round(review=found, by=request.user)
        else:
            publish_report(review=found, report=request.POST.get("report", ""), by=request.user)
    except RoundNotPossible as error:
        messages.error(request, str(error))
    return redirect(found.get_absolute_url())
