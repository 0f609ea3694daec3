"""The whole text of a version as published, clean or in brackets: to read, or to keep as PDF, Word or HTML."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from config.paper.letters import LettersMissing
from guidelines.downloads import Sheet, as_page, as_word, sheet_of
from guidelines.models import DocumentVersion
from guidelines.pdf import as_pdf
from guidelines.selectors import Reading, current_version, public_document, reading
from guidelines.selectors.docket import versions_with_proposals

FORMS = ("published", "clean", "bracketed")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def text_of(code: str, number: str = "") -> Reading:
    """The version in force, or the one with a number. Unknown is 404."""
    document = public_document(code)
    version = current_version(document) if document else None
    if number and document is not None:
        known = number.isascii() and number.isdigit() and len(number) < 6
        version = DocumentVersion.objects.filter(document=document, number=int(number)).first() if known else None
    if document is None or version is None:
        raise Http404
    return reading(document, version, get_language() or "en", beside=False)


@require_safe
def whole_text(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """form: published, clean or bracketed. `?version=1`: an earlier version; `?with=open`: clean, as if every open
    proposal were accepted too; `?download=pdf|docx|html`: to keep."""
    text = text_of(code, request.GET.get("version", ""))
    address = f"{reverse(f'guidelines:{form}', args=[code])}?version={text.version.number}"
    if form == "published":
        address = text.version.get_absolute_url()
    elif form == "clean" and request.GET.get("with") == "open":
        form, address = "open", f"{address}&with=open"
    sheet = sheet_of(text, form, request.build_absolute_uri(address))
    context = {
        "document": text.document,
        "page": text.document,
        "text": text,
        "version": text.version,
        "form": form,
        "named": sheet.named,
        "clean": form != "bracketed",
        "sections": sheet.lines,
        "proposals": sheet.proposals,
        "forms": [
            (other, reverse(f"guidelines:{other}", args=[code])) for other in ("published", "clean", "bracketed")
        ],
        "asked": f"version={text.version.number}" if text.superseded else "",
    }
    wanted = request.GET.get("download", "")
    if wanted in ("pdf", "docx", "html"):
        return _kept(request, sheet, wanted, context)
    context["elsewhere"] = versions_with_proposals(text) if form == "bracketed" else []
    return render(request, "guidelines/whole_text.html", context)


def _kept(request: HttpRequest, sheet: Sheet, wanted: str, context: dict[str, object]) -> HttpResponse:
    """A file. Letters no font of the PDF has are said instead of drawn as boxes."""
    if wanted == "pdf":
        try:
            answer = HttpResponse(as_pdf(sheet), content_type="application/pdf")
        except LettersMissing:
            return render(request, "guidelines/no_pdf.html", context, status=406)
    elif wanted == "docx":
        answer = HttpResponse(as_word(sheet), content_type=WORD)
    else:
        answer = HttpResponse(as_page(sheet))
    form = "clean-with-open" if sheet.form == "open" else sheet.form
    name = f"{sheet.text.document.code}-v{sheet.text.version.number}-{form}.{wanted}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
