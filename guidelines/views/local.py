"""A local text beside the text it localizes, provision by provision."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guidelines.choices import Correspondence
from guidelines.permissions import may_decide, require
from guidelines.selectors import public_document
from guidelines.selectors.local import local_lines, local_options
from guidelines.services.local import CorrespondenceNotPossible, set_correspondence


def correspondence(request: HttpRequest, code: str) -> HttpResponse:
    """How a local text answers each provision; editors set it one by one."""
    document = public_document(code)
    if document is None or document.localizes is None:
        raise Http404
    if request.method == "POST":
        require(may_decide(request.user))
        try:
            set_correspondence(
                document=document,
                source=request.POST.get("source", ""),
                local=request.POST.get("local", ""),
                relation=request.POST.get("relation", ""),
                note=request.POST.get("note", ""),
                by=request.user,
            )
        except CorrespondenceNotPossible as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Kept."))
        return redirect("guidelines:correspondence", code)
    lines = local_lines(document)
    counts = [
        (choice.label, sum(1 for line in lines for link in line.links if link.relation == choice))
        for choice in Correspondence
    ]
    context = {
        "document": document,
        "page": document,
        "lines": lines,
        "counts": counts,
        "relations": Correspondence.choices,
        "open": sum(1 for line in lines if not line.links),
        "options": local_options(document),
        "may_decide": may_decide(request.user),
    }
    return render(request, "guidelines/correspondence.html", context)
