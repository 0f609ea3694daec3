"""What is done to a proposal: moderated, prepared, decided, taken back, withdrawn, discussed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guidelines.choices import AmendmentState
from guidelines.forms import CommentForm, DecideForm, PrepareForm
from guidelines.models import AmendmentComment
from guidelines.services import (
    AmendmentNotPossible,
    comment_on_amendment,
    decide_amendment,
    moderate_amendment,
    moderate_comment,
    recommend,
    record_action,
    reopen_amendment,
    withdraw_amendment,
)
from guidelines.views.docket import amendment_page, found_amendment


@require_POST
@login_required
def prepare(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Keep the recommendation to whoever decides, or enter what a body did, by the button that was pressed."""
    found = found_amendment(request, code, pk)
    form = PrepareForm(request.POST)
    if not form.is_valid():
        return amendment_page(request, found, prepare_form=form)
    values = form.cleaned_data
    try:
        if request.POST.get("do") == "recommend":
            recommend(
                amendment=found,
                recommendation=values["recommendation"],
                by=request.user,
                seen_revision=values["revision"],
            )
        else:
            entry = {name: values[name] for name in ("text", "body", "day")}
            record_action(amendment=found, by=request.user, **entry)
    except AmendmentNotPossible as error:
        found = found_amendment(request, code, pk)
        form = PrepareForm({**request.POST.dict(), "revision": found.revision})
        form.add_error(error.field or None, str(error))
        return amendment_page(request, found, prepare_form=form)
    messages.success(request, _("It is kept."))
    return redirect(f"{found.get_absolute_url()}#record")


@require_POST
@login_required
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Moderate, decide, take a decision back or withdraw, by the button that was pressed."""
    found = found_amendment(request, code, pk)
    what = request.POST.get("do", "")
    try:
        if what in ("publish", "refuse"):
            reason = request.POST.get("reason", "")[:4000]
            moderate_amendment(amendment=found, publish=what == "publish", by=request.user, reason=reason)
        elif what == "reopen":
            seen = request.POST.get("revision", "")
            reopen_amendment(amendment=found, by=request.user, seen_revision=int(seen) if seen.isdecimal() else 0)
        elif what == "withdraw":
            withdraw_amendment(amendment=found, by=request.user)
        else:
            form = DecideForm(request.POST)
            if not form.is_valid():
                return amendment_page(request, found, decide_form=form)
            values = dict(form.cleaned_data)
            decide_amendment(amendment=found, by=request.user, seen_revision=values.pop("revision"), **values)
    except AmendmentNotPossible as error:
        found = found_amendment(request, code, pk)
        if what != "decide" or found.state != AmendmentState.OPEN:
            return amendment_page(request, found, refused=str(error))
        # What was typed stays; the revision is the one now looked at.
        form = DecideForm({**request.POST.dict(), "revision": found.revision})
        form.add_error(error.field or None, str(error))
        return amendment_page(request, found, decide_form=form)
    messages.success(request, _told(what))
    return redirect(found.get_absolute_url())


def _told(what: str) -> str:
    """What to say after a button of a proposal was pressed."""
    return {
        "publish": _("The proposal is public; it can be discussed and decided."),
        "refuse": _("The proposal stays unpublished; its proposer sees it here."),
        "reopen": _("The decision is taken back; the proposal is open again."),
        "withdraw": _("The proposal is withdrawn."),
    }.get(what, _("The decision is recorded."))


@require_POST
@login_required
def comment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Add to the discussion, or moderate it."""
    found = found_amendment(request, code, pk)
    which = request.POST.get("comment", "")
    if which:
        if not which.isdecimal() or len(which) > 18:
            raise Http404
        row = get_object_or_404(AmendmentComment, amendment=found, pk=which)
        moderate_comment(comment=row, show=request.POST.get("do") == "show", by=request.user)
        return redirect(f"{found.get_absolute_url()}#discussion")
    form = CommentForm(request.POST)
    try:
        if not form.is_valid():
            return amendment_page(request, found, comment_form=form)
        comment_on_amendment(amendment=found, by=request.user, **form.cleaned_data)
    except AmendmentNotPossible as error:
        form.add_error(error.field or None, str(error))
        return amendment_page(request, found, comment_form=form)
    messages.success(request, _("Thank you. Your comment is shown after moderation."))
    return redirect(found.get_absolute_url())
