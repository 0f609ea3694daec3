"""An uploaded text: reading it, looking at its alignment with the version in force, correcting and publishing it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.forms import ImportForm
from guidelines.importers.corrections import CorrectionsFile, read_corrections, written_corrections
from guidelines.importers.guideline_text import UnreadableText
from guidelines.models import GuidelineDocument, PendingImport
from guidelines.permissions import may_publish, require
from guidelines.selectors.aligning import KIND_WORDS, SHOWN, AlignedLine, AlignmentPage, alignment_page
from guidelines.services import CorrectionsNotPossible, ImportNotPossible, PublishNotPossible
from guidelines.services.pending import (
    CorrectionsConflict,
    Taken,
    alignment_shown,
    discard_import,
    keep_import,
    publish_import,
    save_corrections,
    take_up,
)
from guidelines.text.corrections import BadCorrections, Corrections, corrections_from
from guidelines.text.tree import all_nodes
from guidelines.views.kept import signed_in
from guidelines.views.said import said_in_form


@login_required
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Read an uploaded text and keep it until its alignment was looked at. What cannot be read changes nothing.

    Signing in again leads here without the file: the form it belongs to asks for it once more.
    """
    require(may_publish(request.user))
    document = get_object_or_404(GuidelineDocument, code=code)
    if request.method != "POST":
        messages.info(request, _("Nothing was uploaded yet. Choose the file again."))
        return redirect("guidelines:work", code)
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        values = dict(form.cleaned_data)
        file, sheet = values.pop("file"), values.pop("corrections")
        field = "file"
        try:
            raw = file.read()
            field = "corrections"
            corrections = read_corrections(sheet.read()) if sheet else None
            field = "file"
            kept = keep_import(
                document=document, source_name=file.name, raw=raw, corrections=corrections, by=request.user, **values
            )
        except BadCorrections as error:
            form.add_error("corrections", str(error))
        except (UnreadableText, ImportNotPossible) as error:
            form.add_error(field, str(error))
        else:
            return redirect("guidelines:align", code, kept.pk)
    for name, errors in form.errors.items():
        for error in errors:
            messages.error(request, f"{form.fields[name].label}: {error}" if name in form.fields else str(error))
    return redirect("guidelines:work", code)


def _waiting(request: HttpRequest, code: str, pk: int) -> PendingImport:
    require(may_publish(request.user))
    found: PendingImport = get_object_or_404(
        PendingImport.objects.select_related("document", "edited_by"), document__code=code, pk=pk, version=None
    )
    return found


@signed_in
def align(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The alignment of an uploaded text with the version in force: corrected, saved, published or discarded."""
    settled = _settled(request, code, pk)
    if settled is not None:
        return settled
    pending = _waiting(request, code, pk)
    do = request.POST.get("do", "publish")
    if request.method == "POST" and do == "discard":
        return _discard(request, pending)
    try:
        taken = take_up(pending)
    except (ImportNotPossible, UnreadableText) as error:
        return render(request, "guidelines/align.html", _about(pending) | {"why": str(error)}, status=409)
    if request.method != "POST":
        return render(request, "guidelines/align.html", _context(request, taken, taken.corrections))
    here = redirect(request.get_full_path())
    try:
        if _save(request, taken, confirm=do == "publish"):
            messages.error(request, _("Another version was published meanwhile; this is the alignment with that one."))
            return here
        if do == "save":
            messages.success(request, _("Saved. You, or somebody else, can go on with it later."))
            return here
        version = publish_import(pending=pending, by=request.user)
    except CorrectionsConflict as conflict:
        return render(request, "guidelines/align.html", _context(request, taken, conflict.merged, conflict), status=409)
    except CorrectionsNotPossible:
        messages.error(request, _("Nothing was published."))  # the page says what is to be settled
        return here
    except (ImportNotPossible, PublishNotPossible) as error:
        messages.error(request, _("Nothing was published.") + " " + str(error))
        return here if PendingImport.objects.filter(pk=pk, version=None).exists() else redirect("guidelines:work", code)
    messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    return redirect("guidelines:document", code)


def _settled(request: HttpRequest, code: str, pk: int) -> HttpResponse | None:
    """Where an import that is published or discarded leads: a form sent twice, or sent after going back, is no 404."""
    require(may_publish(request.user))
    document = get_object_or_404(GuidelineDocument, code=code)
    found = PendingImport.objects.filter(document=document, pk=pk).select_related("version").first()
    if found is not None and found.version is None:
        return None
    if found is not None:
        told = _("This import is published as version %(number)s.") % {"number": found.version.number}
        messages.info(request, told)
        return redirect("guidelines:version", code, found.version.number)
    if request.method != "POST":
        return None  # an address that names nothing
    messages.info(request, _("This import is no longer there: it was discarded. The text is as it was."))
    return redirect("guidelines:work", code)


def _discard(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    try:
        discard_import(pending=pending, by=request.user)
    except ImportNotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The import is discarded; the text is as it was."))
    return redirect("guidelines:work", pending.document.code)


def _about(pending: PendingImport) -> dict[str, Any]:
    return {"document": pending.document, "page": pending.document, "pending": pending}


def _save(request: HttpRequest, taken: Taken, *, confirm: bool) -> bool:
    """Keep what the form says; True when it was about a version that is no longer in force."""
    against = _whole(request, "against", taken.against)
    shown = alignment_shown(taken, against)
    if shown is None:
        return against != taken.against
    try:
        seen = corrections_from(json.loads(request.POST.get("seen", "{}")))
    except (ValueError, RecursionError) as error:
        raise BadRequest("the field “seen” is not what this page sent") from error
    save_corrections(
        pending=taken.pending,
        corrections=said_in_form(request.POST, shown, seen, confirm=confirm),
        seen=seen,
        seen_revision=_whole(request, "revision", 0),
        against=against,
        by=request.user,
    )
    return against != taken.against


def _whole(request: HttpRequest, name: str, default: int) -> int:
    value = request.POST.get(name, str(default))
    if not (value.isascii() and value.isdecimal() and len(value) < 9):
        raise BadRequest(f"the field “{name}” is a whole number")
    return int(value)


@login_required
@require_safe
def corrections(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The corrections as a file for the command line or another upload, with what the alignment found."""
    pending = _waiting(request, code, pk)
    try:
        taken = take_up(pending)
    except (ImportNotPossible, UnreadableText):
        return redirect("guidelines:align", code, pk)  # which says why
    file = CorrectionsFile(taken.corrections, code, taken.against, taken.plan.parsed.source_hash)
    answer = HttpResponse(
        written_corrections(file, taken.plan.alignment), content_type="application/json; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{code}-{pk}-corrections.json"'
    return answer


def _context(
    request: HttpRequest, taken: Taken, said: Corrections, conflict: CorrectionsConflict | None = None
) -> dict[str, Any]:
    """What the page shows: changed lines, or all of them, a page at a time."""
    pending, plan = taken.pending, taken.plan
    context: dict[str, Any] = {
        **_about(pending),
        "plan": plan,
        "against": taken.against,
        "dropped": taken.dropped,
        "adds_nothing": taken.adds_nothing,
        "conflict": conflict,
        "kinds": KIND_WORDS,
        "revision": conflict.revision if conflict else pending.revision,
        "seen": json.dumps((conflict.theirs if conflict else taken.corrections).as_json(), ensure_ascii=False),
        "kept": pending.edited_at if pending.revision else None,
    }
    if plan.alignment is None:
        nodes = [{"address": node.address, "wording": node.wording} for node in all_nodes(plan.parsed.parts)]
        return {**context, "lines": nodes, "aligned": None}
    aligned = alignment_page(plan.alignment, said)
    for line in aligned.lines if conflict else ():
        if line.address in conflict.both:  # type: ignore[union-attr]
            line.theirs = conflict.theirs.provisions.get(line.address, line.found)  # type: ignore[union-attr]
    changed = [line for line in aligned.lines if line.needs_a_look]
    every = request.GET.get("show") == "all"
    listed = aligned.lines if every else changed
    lines = Paginator(listed, SHOWN).get_page(request.GET.get("page"))
    more = {
        "every": every,
        "changed": len(changed),
        "told": _with_places(aligned, listed, every),
        "old": [(leaf.address, leaf.wording) for leaf in plan.alignment.old],
    }
    return {**context, **more, "lines": lines, "aligned": aligned, **_pages(lines, every)}


def _with_places(aligned: AlignmentPage, listed: list[AlignedLine], every: bool) -> list[tuple[str, str]]:
    """Problems with the address of the line they are settled at, on whichever page of the list it stands."""
    places = {line.address: f"{_url(n // SHOWN + 1, every)}#{line.anchor}" for n, line in enumerate(listed)}
    return [(words, places.get(at, "")) for words, at in aligned.problems]


def _url(number: int, every: bool) -> str:
    return "?" + urlencode({**({"show": "all"} if every else {}), "page": number})


def _pages(lines: Any, every: bool) -> dict[str, Any]:
    """Links to the pages of the list, as the pagination component takes them."""
    return {
        "pages": [
            {"number": n, "url": _url(n, every), "current": n == lines.number} for n in lines.paginator.page_range
        ],
        "previous_url": _url(lines.previous_page_number(), every) if lines.has_previous() else "",
        "next_url": _url(lines.next_page_number(), every) if lines.has_next() else "",
    }
