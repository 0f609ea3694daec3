"""Pages of the docket: list, proposal, proposing, deciding, the text clean and in brackets, downloads."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.asked import acts_for
from guidelines.choices import AmendmentState
from guidelines.downloads import as_page, as_word
from guidelines.evidence import read_evidence
from guidelines.forms import CommentForm, DecideForm, ProposeForm, PublishForm
from guidelines.models import Amendment, AmendmentComment, DocumentVersion, GuidelineDocument
from guidelines.permissions import may_decide, may_publish
from guidelines.selectors import Reading, current_version, public_document, reading
from guidelines.selectors.docket import (
    discussion,
    docket_lines,
    docket_of,
    evidence_cards,
    studies,
    text_lines,
    versions_with_proposals,
    why_not_carried_out,
)
from guidelines.services import (
    AmendmentNotPossible,
    PublishNotPossible,
    comment_on_amendment,
    decide_amendment,
    moderate_amendment,
    moderate_comment,
    publish_accepted,
    reopen_amendment,
    submit_amendment,
    withdraw_amendment,
)

DECISIONS = (AmendmentState.ACCEPTED, AmendmentState.AMENDED, AmendmentState.REJECTED)
STANDING = (AmendmentState.SUBMITTED, AmendmentState.OPEN, AmendmentState.ACCEPTED, AmendmentState.AMENDED)


def _text(code: str, number: str = "") -> Reading:
    """The version in force, or the one with a number. Unknown is 404."""
    document = public_document(code)
    version = current_version(document) if document else None
    if number and document is not None:
        rows = DocumentVersion.objects.filter(document=document)
        version = (
            rows.filter(number=int(number)).first()
            if number.isascii() and number.isdigit() and len(number) < 6
            else None
        )
    if document is None or version is None:
        raise Http404
    return reading(document, version, get_language() or "en", beside=False)


def _amendment(request: HttpRequest, code: str, pk: int) -> Amendment:
    """A public proposal; one that waits is seen by editors and the person who submitted it only."""
    document = public_document(code)
    found: Amendment = get_object_or_404(
        Amendment.objects.select_related("provision", "document", "base", "applied_in", "round"),
        document=document,
        pk=pk,
    )
    if not Amendment.objects.public().filter(pk=found.pk).exists():
        own = request.user.is_authenticated and found.submitted_by_id == request.user.pk
        if not (may_decide(request.user) or own):
            raise Http404
    return found


@require_safe
def docket(request: HttpRequest, code: str) -> HttpResponse:
    """All proposals on a text, what is to be settled first; `?state=open` only those of one state."""
    document = public_document(code)
    if document is None:
        raise Http404
    lines = docket_of(document, request.user)
    states = Counter(line.amendment.state for line in lines)
    wanted = request.GET.get("state", "")
    shown = [line for line in lines if line.amendment.state == wanted] if wanted in states else lines
    waiting = Amendment.objects.filter(document=document).waiting().count()
    context = {
        "document": document,
        "page": document,
        "lines": shown,
        "states": [(state.value, state.label, states[state]) for state in AmendmentState if states[state]],
        "state": wanted if wanted in states else "",
        "all": len(lines),
        "waiting": waiting,
        "may_publish": may_publish(request.user),
        "publish_form": PublishForm(),
    }
    return render(request, "guidelines/docket.html", context)


@require_safe
def amendment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One proposal with its notation, evidence, discussion and decision."""
    return _amendment_page(request, _amendment(request, code, pk))


def _amendment_page(request: HttpRequest, found: Amendment, **more: Any) -> HttpResponse:
    decides = may_decide(request.user)
    context = {
        "document": found.document,
        "page": found.document,
        "line": docket_lines(found.document, [found])[0],
        "amendment": found,
        "cards": evidence_cards(found, get_language() or "en"),
        "studies": studies(found),
        "comments": discussion(found, request.user),
        "obstacle": why_not_carried_out(found) if found.state in STANDING and not found.applied_in_id else "",
        "may_decide": decides,
        "own": request.user.is_authenticated and found.submitted_by_id == request.user.pk,
        "reopens": decides and found.state in DECISIONS and not found.applied_in_id,
        "decide_form": DecideForm(initial={"revision": found.revision, "wording": found.proposed}),
        "comment_form": CommentForm(initial=_speaker(request, "speaker")),
        **more,
    }
    status = 400 if more else 200
    return render(request, "guidelines/amendment.html", context, status=status)


@login_required
def propose(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """The form of a proposal on the provision at an address."""
    text = _text(code)
    node = text.find(slug)
    if node is None:
        raise Http404
    initial = {"proposed": node.row.wording, **_speaker(request, "proposer")}
    form = ProposeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            evidence = read_evidence(request, values.pop("evidence"))
            made = submit_amendment(
                document=text.document, provision=node.row.provision, by=request.user, evidence=evidence, **values
            )
        except ValidationError as error:
            form.add_error("evidence", error)
        except AmendmentNotPossible as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Thank you. Your proposal is shown after moderation."))
            return redirect(made.get_absolute_url())
    context = {"document": text.document, "page": text.document, "node": node, "form": form}
    return render(request, "guidelines/propose.html", context, status=400 if form.errors else 200)


def _speaker(request: HttpRequest, field: str) -> dict[str, str]:
    """The city a person acts for, when it is one."""
    names = acts_for(request.user) if request.user.is_authenticated else []
    return {field: names[0]} if len(names) == 1 else {}


@require_POST
@login_required
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Moderate, decide, take a decision back or withdraw, by the button that was pressed."""
    found = _amendment(request, code, pk)
    what = request.POST.get("do", "")
    try:
        if what in ("publish", "refuse"):
            moderate_amendment(amendment=found, publish=what == "publish", by=request.user)
        elif what == "reopen":
            seen = request.POST.get("revision", "")
            reopen_amendment(amendment=found, by=request.user, seen_revision=int(seen) if seen.isdecimal() else 0)
        elif what == "withdraw":
            withdraw_amendment(amendment=found, by=request.user)
        else:
            form = DecideForm(request.POST)
            if not form.is_valid():
                return _amendment_page(request, found, decide_form=form)
            values = dict(form.cleaned_data)
            decide_amendment(amendment=found, by=request.user, seen_revision=values.pop("revision"), **values)
    except AmendmentNotPossible as error:
        found = _amendment(request, code, pk)
        if what != "decide" or found.state != AmendmentState.OPEN:
            return _amendment_page(request, found, refused=str(error))
        # What was typed stays; the revision is the one now looked at.
        form = DecideForm({**request.POST.dict(), "revision": found.revision})
        form.add_error(error.field or None, str(error))
        return _amendment_page(request, found, decide_form=form)
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
    found = _amendment(request, code, pk)
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
            return _amendment_page(request, found, comment_form=form)
        comment_on_amendment(amendment=found, by=request.user, **form.cleaned_data)
    except AmendmentNotPossible as error:
        form.add_error(error.field or None, str(error))
        return _amendment_page(request, found, comment_form=form)
    messages.success(request, _("Thank you. Your comment is shown after moderation."))
    return redirect(found.get_absolute_url())


@require_POST
@login_required
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish the next version with every accepted amendment."""
    document: GuidelineDocument | None = public_document(code)
    form = PublishForm(request.POST)
    if document is None:
        raise Http404
    if form.is_valid():
        try:
            version = publish_accepted(document=document, by=request.user, **form.cleaned_data)
        except (AmendmentNotPossible, PublishNotPossible) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
            return redirect("guidelines:document", code)
    else:
        messages.error(request, _("Please check the status and the date."))
    return redirect("guidelines:docket", code)


@require_safe
def whole_text(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The text clean or in brackets: to read, or with ?download=docx|html to keep. `?version=1`: an earlier one."""
    clean = form == "clean"
    text = _text(code, request.GET.get("version", ""))
    wanted = request.GET.get("download", "")
    name = f"{code}-v{text.version.number}-{form}"
    if wanted == "docx":
        response = HttpResponse(
            as_word(text, clean=clean),
            content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        )
        response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
        return response
    if wanted == "html":
        response = HttpResponse(as_page(text, clean=clean))
        response["Content-Disposition"] = f'attachment; filename="{name}.html"'
        return response
    context = {
        "document": text.document,
        "page": text.document,
        "text": text,
        "version": text.version,
        "clean": clean,
        "sections": text_lines(text, clean=clean),
        "elsewhere": versions_with_proposals(text),
    }
    return render(request, "guidelines/whole_text.html", context)
