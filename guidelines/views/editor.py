"""The editors' side: overview, links to check, edits for the next version, imports with corrections, local texts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.forms import EditForm, ImportForm, PublishForm
from guidelines.importers.guideline_text import UnreadableText, parse_guideline
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
from guidelines.selectors.work import links_to_check, overview
from guidelines.services import (
    EditConflict,
    ImportNotPossible,
    PublishNotPossible,
    apply_import,
    confirm_link,
    plan_import,
    publish_edits,
    save_edit,
)
from guidelines.text.tree import all_nodes


@login_required
@require_safe
def editor(request: HttpRequest) -> HttpResponse:
    """What waits: proposals, comments, links to check, edits, imports."""
    require(may_decide(request.user))
    shelf = GuidelineIndexPage.objects.order_by("pk").first()
    context = {"work": overview(), "links": links_to_check(), "shelf": shelf, "may_publish": may_publish(request.user)}
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


def _document(code: str) -> GuidelineDocument:
    return get_object_or_404(GuidelineDocument, code=code)


@login_required
def edit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Prepare a wording for the next version. A second editor is told what the first wrote and offered a merge."""
    require(may_decide(request.user))
    document = _document(code)
    provision = get_object_or_404(Provision, document=document, key=key)
    row = ProvisionVersion.objects.filter(version=current_version(document), provision=provision).first()
    if row is None:
        raise Http404
    kept = WorkingEdit.objects.filter(document=document, provision=provision).first()
    start = {"wording": kept.wording if kept else row.wording, "revision": kept.revision if kept else 0}
    form = EditForm(request.POST or None, initial=start)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            save_edit(
                document=document,
                provision=provision,
                wording=form.cleaned_data["wording"],
                seen_revision=form.cleaned_data["revision"],
                by=request.user,
            )
        except EditConflict as found:
            conflict = found
            form = EditForm(initial={"wording": found.merged, "revision": found.revision})
        else:
            messages.success(request, _("Kept for the next version."))
            return redirect("guidelines:work", code)
    context = {"document": document, "page": document, "row": row, "form": form, "conflict": conflict}
    return render(request, "guidelines/edit.html", context, status=409 if conflict else 200)


@login_required
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
        "edits": WorkingEdit.objects.filter(document=document).select_related("provision"),
        "imports": PendingImport.objects.filter(document=document, version=None),
        "may_publish": may_publish(request.user),
    }
    return render(request, "guidelines/work.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Read an uploaded text and keep it until its alignment was looked at. What cannot be read changes nothing."""
    require(may_publish(request.user))
    document = _document(code)
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        raw = file.read()
        try:
            plan_import(parsed=parse_guideline(raw), title=document.title, code=code)
        except (UnreadableText, ImportNotPossible) as error:
            form.add_error("file", str(error))
        else:
            pending = PendingImport.objects.create(
                document=document,
                source_name=file.name[:200],
                text=raw.decode("utf-8-sig"),
                created_by=request.user,
                **{name: form.cleaned_data[name] for name in ("status", "date", "reference")},
            )
            return redirect("guidelines:align", code, pending.pk)
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect("guidelines:work", code)


@login_required
def align(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The alignment of an uploaded text with the version in force, for correction; then publishing."""
    require(may_publish(request.user))
    pending: PendingImport = get_object_or_404(PendingImport, document__code=code, pk=pk, version=None)
    plan = plan_import(parsed=parse_guideline(pending.text.encode()), title=pending.document.title, code=code)
    if request.method == "POST":
        prefix = "old:"
        chosen = {
            name.removeprefix(prefix): value.strip() for name, value in request.POST.items() if name.startswith(prefix)
        }
        against = str(plan.current.number if plan.current else 0)
        if request.POST.get("against", against) != against:
            messages.error(request, _("Another version was published meanwhile; this is the alignment with that one."))
            return redirect("guidelines:align", code, pk)
        found = (
            {item["new"]: item["old"] or "" for item in plan.alignment.as_json()["matches"]} if plan.alignment else {}
        )
        unsure = {plan.alignment.new[m.new].address for m in plan.alignment.unsure()} if plan.alignment else set()
        pending.corrections = {new: old for new, old in chosen.items() if found.get(new) != old or new in unsure}
        pending.save()
        double = _chosen_twice(chosen)
        if double:
            messages.error(request, double)
            return redirect("guidelines:align", code, pk)
        try:
            version = apply_import(
                plan=plan,
                status=pending.status,
                date=pending.date,
                reference=pending.reference,
                source_name=pending.source_name,
                corrections=tuple(pending.corrections.items()),
                by=request.user,
            )
        except (ImportNotPossible, PublishNotPossible) as error:
            messages.error(request, str(error))
            return redirect("guidelines:align", code, pk)
        pending.version = version
        pending.save()
        messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
        return redirect("guidelines:document", code)
    return render(request, "guidelines/align.html", _alignment_context(pending, plan))


def _chosen_twice(chosen: dict[str, str]) -> str:
    """What to tell when two provisions are said to continue the same one; "" when none are."""
    for old in filter(None, chosen.values()):
        claims = [new for new, value in chosen.items() if value == old]
        if len(claims) > 1:
            return _("%(new)s are both said to continue %(old)s; only one can. Nothing was published.") % {
                "new": ", ".join(claims),
                "old": old,
            }
    return ""


def _alignment_context(pending: PendingImport, plan: Any) -> dict[str, Any]:
    lines: list[dict[str, Any]] = []
    if plan.alignment is None:
        lines = [{"new": node.address, "wording": node.wording} for node in all_nodes(plan.parsed.parts)]
    else:
        words = {leaf.address: leaf.wording for leaf in plan.alignment.old}
        for item, match in zip(plan.alignment.as_json()["matches"], plan.alignment.matches, strict=True):
            lines.append(
                {
                    **item,
                    "wording": plan.alignment.new[match.new].wording,
                    "unsure": match.unsure,
                    "was": words.get(item["old"] or "", "") if match.kind not in ("unchanged", "renumbered") else "",
                    "percent": round(100 * match.confidence),
                    "chosen": pending.corrections.get(item["new"], item["old"]) or "",
                }
            )
    old = [(leaf.address, leaf.wording) for leaf in plan.alignment.old] if plan.alignment else []
    gone = set(plan.alignment.as_json()["deleted"]) if plan.alignment else set()
    return {
        "document": pending.document,
        "page": pending.document,
        "pending": pending,
        "plan": plan,
        "lines": lines,
        "old": old,
        "counts": plan.alignment.counts() if plan.alignment else {},
        "deleted": [(address, wording) for address, wording in old if address in gone],
        "against": plan.current.number if plan.current else 0,
    }
