"""Pages of indicators, and attaching them to provisions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.forms import AttachForm, AttachHereForm
from guidelines.linked_data import of_indicator
from guidelines.models import Indicator, IndicatorLink, ProvisionVersion
from guidelines.permissions import may_decide, require
from guidelines.selectors import current_version, public_document
from guidelines.selectors.indicators import indicator_groups, indicator_reading, public_indicator
from guidelines.services import AttachNotPossible, attach_indicator, detach_indicator


@require_safe
def indicator_index(request: HttpRequest) -> HttpResponse:
    """All indicators by families of themes."""
    groups = indicator_groups()
    context = {"groups": groups, "total": sum(len(group.rows) for group in groups)}
    return render(request, "guidelines/indicators.html", context)


def _indicator(code: str) -> Indicator:
    found = public_indicator(code)
    if found is None:
        raise Http404
    return found


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """What is measured and how, what it does not tell, where it is attached and which cities publish a value."""
    row = _indicator(code)
    may_attach = may_decide(request.user)
    context = {
        "indicator": row,
        "reading": indicator_reading(row),
        "json_ld": of_indicator(row),
        "may_attach": may_attach,
        "form": AttachForm() if may_attach else None,
        "document_id": f"indicator:{row.pk}",
    }
    return render(request, "guidelines/indicator.html", context)


@login_required
@require_POST
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """Attach an indicator to a provision, from the indicator's page."""
    require(may_decide(request.user))
    row = _indicator(code)
    form = AttachForm(request.POST)
    if form.is_valid():
        _attach(request, row, **form.cleaned_data)
    else:
        _say(request, form)
    return redirect(row)


@login_required
@require_POST
def attach_here(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Attach an indicator to a provision, from the provision's page."""
    require(may_decide(request.user))
    document = public_document(code)
    provision = get_object_or_404(ProvisionVersion, version=current_version(document) if document else None, slug=slug)
    form = AttachHereForm(request.POST, provision=provision.provision_id)
    if form.is_valid():
        chosen = form.cleaned_data
        _attach(request, chosen["indicator"], code, provision.address, chosen["role"], chosen["note"])
    else:
        _say(request, form)
    return redirect("guidelines:provision", code, slug)


@login_required
@require_POST
def detach(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take an indicator away from a provision."""
    require(may_decide(request.user))
    link = get_object_or_404(IndicatorLink.objects.select_related("indicator"), pk=pk, indicator__code=code)
    detach_indicator(link=link, by=request.user)
    messages.success(request, _("The indicator is no longer attached to that provision."))
    return redirect(link.indicator)


def _attach(request: HttpRequest, row: Indicator, document: str, address: str, role: str, note: str) -> None:
    try:
        attach_indicator(indicator=row, document=document, address=address, role=role, note=note, by=request.user)
    except AttachNotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Attached."))


def _say(request: HttpRequest, form: AttachForm | AttachHereForm) -> None:
    for name, errors in form.errors.items():
        for error in errors:
            messages.error(request, f"{form.fields[name].label}: {error}" if name in form.fields else str(error))
