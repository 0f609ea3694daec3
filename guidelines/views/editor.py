"""The editors' side: overview, links to check, edits for the next version."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.forms import EditForm, ImportForm, PublishForm
from guidelines.models import (
    GuidelineDocument,
    GuidelineIndexPage,
    PendingImport,
    Provision,
    ProvisionVersion,
    WorkingEdit,
)
from guidelines.permissions import may_decide, may_publish, require
from guidelines.selectors import current_version
from guidelines.selectors.edits import edit_lines
from guidelines.selectors.terms_to_check import terms_to_check
from guidelines.selectors.work import comments_waiting, links_checked_elsewhere, links_to_check, overview
from guidelines.services import (
    EditConflict,
    PublishNotPossible,
    confirm_link,
    publish_edits,
    save_edit,
)
from guidelines.services.terms import WordingChanged, confirm_digest
from guidelines.services.working import discard_edit
from guidelines.views.kept import signed_in


@login_required
@require_safe
def editor(request: HttpRequest) -> HttpResponse:
    """What waits: proposals, comments, links to check, edits, imports."""
    require(may_decide(request.user))
    shelf = GuidelineIndexPage.objects.order_by("pk").first()
    context = {
        "work": overview(),
        "comments": comments_waiting(),
        "links": links_to_check(),
        "elsewhere": links_checked_elsewhere(),
        "terms": terms_to_check(),
        "shelf": shelf,
        "may_publish": may_publish(request.user),
    }
    return render(request, "guidelines/editor.html", context)


@login_required
@require_POST
def check_link(request: HttpRequest) -> HttpResponse:
    """An editor has looked at a flagged link: it stands, or points at another provision of the same text."""
    require(may_decide(request.user))
    item = next((i for i in links_to_check() if i.id == request.POST.get("link")), None)
    if item is None:
        raise Http404
    target = None
    if request.POST.get("address"):
        row = (
            ProvisionVersion.objects.filter(
                version=current_version(item.document), address=request.POST["address"].strip()
            )
            .select_related("provision")
            .first()
        )
        if row is None:
            messages.error(request, _("The text has no provision %(address)s.") % {"address": request.POST["address"]})
            return redirect("guidelines:editor")
        target = row.provision
    confirm_link(link=item.link, by=request.user, provision=target)
    messages.success(request, _("Checked."))
    return redirect("guidelines:editor")


@login_required
@require_POST
def check_terms(request: HttpRequest) -> HttpResponse:
    """An editor has looked at a digest and its themes beside the new wording: they fit it."""
    require(may_decide(request.user))
    item = next((i for i in terms_to_check() if str(i.pk) == request.POST.get("digest")), None)
    if item is None:
        raise Http404
    try:
        confirm_digest(digest=item.digest, wording=request.POST.get("wording", ""))
    except WordingChanged:
        messages.error(request, _("The wording was changed again meanwhile. Look at the newer one."))
    else:
        messages.success(request, _("Checked."))
    return redirect("guidelines:editor")


def _document(code: str) -> GuidelineDocument:
    return get_object_or_404(GuidelineDocument, code=code)


@signed_in
def edit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Prepare a wording for the next version. A second editor is told what the first wrote and offered a merge."""
    require(may_decide(request.user))
    document = _document(code)
    provision = get_object_or_404(Provision, document=document, key=key)
    row = ProvisionVersion.objects.filter(version=current_version(document), provision=provision).first()
    kept = WorkingEdit.objects.filter(document=document, provision=provision).first()
    discards = request.method == "POST" and request.POST.get("do") == "discard"
    if row is None and not discards:
        raise Http404
    start = {"wording": kept.wording if kept else row.wording if row else "", "revision": kept.revision if kept else 0}
    form = EditForm(request.POST or None, initial=start)
    conflict = None
    if request.method == "POST" and (form.is_valid() or discards):
        seen = form.cleaned_data.get("revision", 0)
        try:
            if discards:
                discard_edit(document=document, provision=provision, seen_revision=seen, by=request.user)
                messages.success(request, _("The edit is discarded; the wording in force stays."))
            else:
                wording = form.cleaned_data["wording"]
                save_edit(document=document, provision=provision, wording=wording, seen_revision=seen, by=request.user)
                messages.success(request, _("Kept for the next version."))
            return redirect("guidelines:work", code)
        except EditConflict as found:
            conflict = found
            form = EditForm(initial={"wording": found.merged, "revision": found.revision})
        except PublishNotPossible as error:
            form.add_error("wording", str(error))
    context = {"document": document, "page": document, "row": row, "form": form, "conflict": conflict, "kept": kept}
    status = 409 if conflict else 400 if form.errors else 200
    return render(request, "guidelines/edit.html", context, status=status)


@signed_in
def work(request: HttpRequest, code: str) -> HttpResponse:
    """The edits towards the next version; publishing them; uploading a new text."""
    require(may_decide(request.user))
    document = _document(code)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = publish_edits(document=document, by=request.user, **form.cleaned_data)
        except PublishNotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
            return redirect("guidelines:document", code)
    context = {
        "document": document,
        "page": document,
        "form": form,
        "import_form": ImportForm(),
        "edits": edit_lines(document),
        "imports": PendingImport.objects.filter(document=document, version=None),
        "may_publish": may_publish(request.user),
    }
    return render(request, "guidelines/work.html", context, status=400 if form.errors else 200)
