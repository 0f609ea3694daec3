"""A local text beside the text it localizes, provision by provision."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.choices import Correspondence
from guidelines.models import GuidelineDocument
from guidelines.permissions import may_compare, require
from guidelines.selectors import public_document
from guidelines.selectors.local import (
    add_likely,
    answers,
    local_lines,
    local_options,
    no_longer_asked,
    own_provisions,
)
from guidelines.services.local import CorrespondenceNotPossible, clear_correspondence, set_correspondence, take_equal

SHOWN = (*Correspondence.values, "open", "check")


def _anchor(address: str) -> str:
    """The row of a provision of the localized text."""
    return f"row-{slugify(address)}"


def correspondence(request: HttpRequest, code: str) -> HttpResponse:
    """How a local text answers each provision; who keeps it says so one by one, or takes over what is word by word."""
    document = public_document(code)
    if document is None or document.localizes is None:
        raise Http404
    if request.method == "POST":
        return _set(request, document)
    lines = local_lines(document)
    compares = may_compare(request.user, document)
    if compares:
        add_likely(document, lines)
    wanted = request.GET.get("relation", "")
    counts = [
        (choice.value, choice.label, sum(1 for line in lines for link in line.links if link.relation == choice))
        for choice in Correspondence
    ]
    context = {
        "document": document,
        "page": document,
        "lines": [line for line in lines if answers(line, wanted)] if wanted in SHOWN else lines,
        "relation": wanted if wanted in SHOWN else "",
        "all": len(lines),
        "answered": sum(1 for line in lines if any(link.local_id for link in line.links)),
        "own": own_provisions(document),
        "counts": counts,
        "relations": Correspondence.choices,
        "open": sum(1 for line in lines if not line.links),
        "options": local_options(document),
        "check": sum(1 for line in lines if line.stale),
        "gone": no_longer_asked(document),
        "same": sum(1 for line in lines if line.same),
        "may_compare": compares,
    }
    return render(request, "guidelines/correspondence.html", context)


def _set(request: HttpRequest, document: GuidelineDocument) -> HttpResponse:
    """Keep or take back what is said of one provision, and lead back to its row."""
    require(may_compare(request.user, document))
    if request.POST.get("do") == "take-equal":
        made = take_equal(document=document, by=request.user)
        told = ngettext("%(n)s provision is kept as equal.", "%(n)s provisions are kept as equal.", made)
        messages.success(request, told % {"n": made})
        return redirect(request.get_full_path())
    source, clear = request.POST.get("source", ""), request.POST.get("clear", "")
    try:
        if clear.isdecimal() and len(clear) < 18:
            clear_correspondence(document=document, pk=int(clear), by=request.user)
        else:
            set_correspondence(
                document=document,
                source=source,
                local=request.POST.get("local", ""),
                relation=request.POST.get("relation", ""),
                note=request.POST.get("note", "")[:1000],
                by=request.user,
            )
            messages.success(request, _("%(address)s is kept.") % {"address": source})
    except CorrespondenceNotPossible as error:
        messages.error(request, str(error))
    return redirect(f"{request.get_full_path()}#{_anchor(source)}")
