"""Asking cities and organisations to take part in a review: choosing them, looking at the choice, sending.

The choice is kept in the session, so that filters, errors and a reload lose nothing; it works without JavaScript.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guidelines.choices import RoundState
from guidelines.forms import OfficeForm
from guidelines.models import ReviewRound
from guidelines.permissions import may_decide, require
from guidelines.selectors.asking import Asking, asking
from guidelines.services.letters import AskNotPossible, ask_to_take_part

FILTERS = ("q", "kind", "set")
LONGEST = 100


def _review(request: HttpRequest, code: str, pk: int) -> ReviewRound:
    """A review everybody may read, for an editor; else 404 or a refusal."""
    require(may_decide(request.user))
    found: ReviewRound = get_object_or_404(
        ReviewRound.objects.public().select_related("document"), document__code=code, pk=pk
    )
    return found


def _key(review: ReviewRound) -> str:
    return f"asking-{review.pk}"


def _found(request: HttpRequest, review: ReviewRound, given: Any) -> tuple[Asking, dict[str, str]]:
    asked_for = {name: given.get(name, "")[:LONGEST].strip() for name in FILTERS}
    chosen = set(request.session.get(_key(review), []))
    found = asking(review, request.user, chosen, words=asked_for["q"], kind=asked_for["kind"], ready=asked_for["set"])
    return found, asked_for


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Choose whom to ask; nothing is sent from here. A POST keeps the ticks and goes where its button says."""
    review = _review(request, code, pk)
    if review.state != RoundState.OPEN:
        messages.error(request, _("Only an open review can ask."))
        return redirect(f"{review.get_absolute_url()}#asked")
    if request.method == "POST":
        return _keep(request, review)
    found, asked_for = _found(request, review, request.GET)
    context = {"document": review.document, "page": review.document, "round": review}
    return render(request, "guidelines/ask.html", {**context, "asking": found, "given": asked_for})


def _keep(request: HttpRequest, review: ReviewRound) -> HttpResponse:
    """Keep the ticks of what was shown, and those of other filters. Only who can be asked is kept."""
    shown = set(request.POST.get("shown", "").split())
    ticked = set(request.POST.getlist("parties"))
    chosen = set(request.session.get(_key(review), [])) - shown | ticked
    do = request.POST.get("do", "")
    request.session[_key(review)] = sorted(chosen)
    before = {name: request.POST.get(f"was_{name}", "") for name in FILTERS}
    found, asked_for = _found(request, review, before if do in ("all", "none") else request.POST)
    open_ones = {row.party for row in found.open}
    if do == "all":
        chosen |= open_ones
    elif do == "none":
        chosen -= open_ones
    elif do == "clear":
        chosen = set()
    everybody = asking(review, request.user, chosen)
    request.session[_key(review)] = sorted(row.party for row in everybody.chosen)
    if do == "summary":
        return redirect("guidelines:ask_summary", review.document.code, review.pk)
    query = urlencode({name: value for name, value in asked_for.items() if value})
    return redirect(
        f"{reverse('guidelines:ask', args=[review.document.code, review.pk])}{f'?{query}' if query else ''}"
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Who will be asked, who of them is written to, and the button that asks them."""
    review = _review(request, code, pk)
    chosen = asking(review, request.user, set(request.session.get(_key(review), []))).chosen
    silent = [row for row in chosen if not row.candidate.reachable]
    office = len(chosen) == 1 == len(silent)
    form = OfficeForm(request.POST if request.method == "POST" else None) if office else None
    refused = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        parties = [(row.kind, row.candidate.key) for row in chosen]
        told_where = form.cleaned_data if form else {}
        try:
            asked = ask_to_take_part(review=review, parties=parties, by=request.user, **told_where)
        except AskNotPossible as error:
            refused = str(error)
        else:
            request.session.pop(_key(review), None)
            told = ngettext(
                "%(n)s city or organisation is asked.", "%(n)s cities and organisations are asked.", len(asked)
            )
            messages.success(request, told % {"n": len(asked)})
            return redirect(f"{review.get_absolute_url()}#asked")
    context = {
        "document": review.document,
        "page": review.document,
        "round": review,
        "chosen": chosen,
        "silent": len(silent),
        "form": form,
        "refused": refused,
    }
    wrong = bool(refused or (form and form.errors))
    return render(request, "guidelines/ask_summary.html", context, status=400 if wrong else 200)
