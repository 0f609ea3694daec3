"""Calls for practices: opened from a gap in the coverage, read by everybody, closed by editors."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.forms import CallForm
from guidelines.models import CallForPractices, Provision
from guidelines.permissions import may_decide, require
from guidelines.selectors import public_document
from guidelines.selectors.calls import call_lines
from guidelines.services import RoundNotPossible, call_for_practices
from guidelines.services.calls import close_call


@login_required
def call(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Turn a gap into a call for practices."""
    document = public_document(code)
    if document is None:
        raise Http404
    provision = get_object_or_404(Provision, document=document, key=key)
    require(may_decide(request.user))
    form = CallForm(request.POST or None, initial={"region": request.GET.get("region", "")[:60]})
    if request.method == "POST" and form.is_valid():
        try:
            made = call_for_practices(provision=provision, by=request.user, **form.cleaned_data)
        except RoundNotPossible as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("The call is open."))
            return redirect(f"{reverse('guidelines:calls')}#call-{made.pk}")
    row = provision.versions.filter(version__translation_of=None).order_by("-version__number").first()
    context = {"document": document, "page": document, "provision": provision, "row": row, "form": form}
    return render(request, "guidelines/call.html", context, status=400 if form.errors else 200)


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Open calls with what has been linked to their provision since, and those that are closed."""
    lines = call_lines(get_language() or "en")
    context = {
        "calls": [line for line in lines if line.call.closed_at is None],
        "closed": [line for line in lines if line.call.closed_at is not None],
        "may_decide": may_decide(request.user),
    }
    return render(request, "guidelines/calls.html", context)


@require_POST
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a call."""
    found: CallForPractices = get_object_or_404(
        CallForPractices.objects.filter(provision__in=Provision.objects.public()), pk=pk
    )
    close_call(call=found, by=request.user)
    messages.success(request, _("The call is closed."))
    return redirect("guidelines:calls")
