"""From a parsed file to a published version: which document, which provisions continue, and then all or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as calendar_date
from difflib import SequenceMatcher
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from guidelines.choices import LineageKind
from guidelines.importers.guideline_text import ParsedText
from guidelines.importers.headings import in_small_letters
from guidelines.models import DocumentVersion, GuidelineDocument, GuidelineIndexPage
from guidelines.services.correcting import ImportNotPossible, correct
from guidelines.services.publishing import LineageEntry, publish_version
from guidelines.stored_text import load_tree
from guidelines.text.alignment import Alignment, Match, align, leaves_of
from guidelines.text.corrections import Corrections
from guidelines.text.tree import all_nodes

SAME_TITLE = 0.85
SAME_STRUCTURE = 0.9
RECOGNISED = 0.2  # share of the old provisions that must be found again, else it is another text


@dataclass
class ImportPlan:
    """What an import would do. document: None when one would be made. same_as: the last version that already is
    this file."""

    parsed: ParsedText
    title: str
    document: GuidelineDocument | None = None
    current: DocumentVersion | None = None
    alignment: Alignment | None = None
    same_as: DocumentVersion | None = None
    next_number: int = 1
    translation_of: DocumentVersion | None = None
    notes: list[str] = field(default_factory=list)


def plan_import(
    *, parsed: ParsedText, title: str = "", code: str = "", translation_of: int | None = None, language: str = ""
) -> ImportPlan:
    """Find the document and align with its current version. title: used when the file has none. Writes nothing.

    translation_of: number of the version of `code` the file translates into language; then addresses decide.
    Raises ImportNotPossible when the named document holds another text.
    """
    if translation_of is not None:
        original = DocumentVersion.objects.filter(
            document__code=code, number=translation_of, translation_of=None
        ).first()
        if original is None or not language or language == original.language:
            raise ImportNotPossible(
                _("a translation needs --document, --translation-of a version of it, and its --language")
            )
        return plan_translation(parsed=parsed, original=original)
    heading = next((item.text for item in parsed.left_out if item.reason == "title"), "") or title
    plan = ImportPlan(parsed, heading)
    if GuidelineDocument._meta.db_table not in connection.introspection.table_names():
        plan.notes.append("the database is not prepared: the text is not compared with an earlier version")
        return plan
    document = plan.document = find_document(parsed=parsed, title=heading, code=code)
    if document is None:
        return plan
    last = DocumentVersion.objects.filter(document=document).order_by("-number").first()
    plan.next_number = last.number + 1 if last else 1
    plan.same_as = _version_of(document, parsed)
    plan.current = DocumentVersion.objects.filter(document=document, translation_of=None).order_by("-number").first()
    if plan.current is None:
        return plan
    old = leaves_of(load_tree(plan.current))
    plan.alignment = align(old, leaves_of(parsed.parts))
    continued = sum(1 for match in plan.alignment.matches if match.old is not None)
    if continued < RECOGNISED * len(old):
        raise ImportNotPossible(
            _(
                "only %(continued)s of the %(all)s provisions of '%(title)s' are found again in this file. "
                "If it is another text, make it a document of its own (on the command line: --document CODE)."
            )
            % {"continued": continued, "all": len(old), "title": document.title}
        )
    return plan


def plan_translation(*, parsed: ParsedText, original: DocumentVersion) -> ImportPlan:
    """A version in another language: the same structure, each provision met by its address. Writes nothing.

    Raises ImportNotPossible naming the first address that only one of the two has.
    """
    plan = ImportPlan(parsed, original.document.title, original.document)
    keys = dict(original.provisions.values_list("address", "provision__key"))
    nodes = list(all_nodes(parsed.parts))
    extra = [node.address for node in nodes if node.address not in keys]
    missing = sorted(set(keys) - {node.address for node in nodes})
    if extra or missing:
        raise ImportNotPossible(
            _("the structure differs from version %(number)s: %(address)s is only in this file")
            % {"number": original.number, "address": extra[0]}
            if extra
            else _("the structure differs from version %(number)s: %(address)s is missing in this file")
            % {"number": original.number, "address": missing[0]}
        )
    for node in nodes:
        node.key = keys[node.address]
    last = DocumentVersion.objects.filter(document=original.document).order_by("-number").first()
    plan.next_number = last.number + 1 if last else 1
    plan.same_as = _version_of(original.document, parsed)
    plan.translation_of = original
    return plan


def _version_of(document: GuidelineDocument, parsed: ParsedText) -> DocumentVersion | None:
    """The last version that was made of this file."""
    found = DocumentVersion.objects.filter(document=document, source_hash=parsed.source_hash)
    version: DocumentVersion | None = found.order_by("-number").first()
    return version


def adds_nothing(plan: ImportPlan, *, status: str, date: calendar_date | None, reference: str) -> bool:
    """Whether the version in force is this file already, with this status, date and reference (none given: any)."""
    same = plan.same_as
    if same is None or same.pk != (plan.current.pk if plan.current else 0):
        return False
    return same.status == status and date in (None, same.date) and reference in ("", same.reference)


def find_document(*, parsed: ParsedText, title: str, code: str) -> GuidelineDocument | None:
    """The document a file belongs to: by code, else by a like title, else by the same addresses; None for a new one."""
    if code:
        return GuidelineDocument.objects.filter(code=code).first()
    for document in GuidelineDocument.objects.order_by("pk"):
        if SequenceMatcher(None, _plain(document.title), _plain(title)).ratio() >= SAME_TITLE:
            return document
    addresses = {node.address for node in all_nodes(parsed.parts)}
    for document in GuidelineDocument.objects.order_by("pk"):
        version = DocumentVersion.objects.filter(document=document).order_by("-number").first()
        known = set(version.provisions.values_list("address", flat=True)) if version else set()
        if len(known) >= 10 and len(known & addresses) >= SAME_STRUCTURE * len(known | addresses):
            return document
    return None


def _plain(title: str) -> str:
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\bun\b", "united nations", title.lower()))


@transaction.atomic
def apply_import(
    *,
    plan: ImportPlan,
    status: str,
    date: calendar_date | None = None,
    reference: str = "",
    code: str = "",
    source_name: str = "",
    accept_unsure: bool = False,
    language: str = "",
    corrections: Corrections | None = None,
    again: bool = False,
    by: Any = None,
) -> DocumentVersion:
    """Publish a planned text. A file that is a version already is not published a second time, unless the version in
    force takes another status, date or reference by it: a draft is adopted as it stands.

    again: bring an earlier version's text back. corrections: what a person decided in place of the alignment. Raises
    CorrectionsNotPossible when they contradict the text or each other, ImportNotPossible when a provision's identity is
    unsure and was neither corrected nor accepted.
    """
    if plan.same_as is not None:
        in_force = plan.current is not None and plan.same_as.pk == plan.current.pk
        if adds_nothing(plan, status=status, date=date, reference=reference) if in_force else not again:
            return plan.same_as
    document = plan.document or make_document(title=plan.title, code=code)
    lineage: list[LineageEntry] = []
    if plan.alignment is None and corrections:
        raise ImportNotPossible(_("there is no version to align with, so there is nothing to correct"))
    if plan.alignment is not None:
        plan.alignment = correct(plan.alignment, corrections or Corrections())
        unsure = plan.alignment.unsure()
        if unsure and not accept_unsure:
            raise ImportNotPossible(_unsure_message(plan.alignment, unsure))
        lineage = continue_identities(plan)
    if plan.current is not None and plan.current.structure_only:
        reference = reference or plan.current.reference  # the same text, now with its wording
    return publish_version(
        document=document,
        parts=plan.parsed.parts,
        status=status,
        date=date,
        reference=reference,
        lineage=lineage,
        source_name=source_name,
        source_hash=plan.parsed.source_hash,
        language=language,
        translation_of=plan.translation_of,
        notes=plan.parsed.footnotes,
        expected_number=plan.next_number,
        by=by,
    )


def _unsure_message(alignment: Alignment, unsure: Sequence[Match]) -> str:
    lines = []
    for m in unsure[:10]:
        values = {"address": alignment.new[m.new].address, "reason": m.reason, "confidence": f"{m.confidence:.2f}"}
        said = _("%(address)s: %(reason)s (confidence %(confidence)s)")
        if m.rivals:
            said = _("%(address)s: %(reason)s (confidence %(confidence)s; could as well continue %(rivals)s)")
        lines.append(said % {**values, "rivals": ", ".join(m.rivals)})
    head = _("%(n)s provisions cannot be aligned surely; correct them or accept them:") % {"n": len(unsure)}
    return "\n  ".join([head, *lines])


def continue_identities(plan: ImportPlan) -> list[LineageEntry]:
    """Give the new tree the permanent keys the alignment found; returns the splits and mergers for the record."""
    alignment = plan.alignment
    assert alignment is not None
    nodes = list(all_nodes(plan.parsed.parts))
    lineage: list[LineageEntry] = []
    for match in alignment.matches:
        node = nodes[match.new]
        node.key = alignment.old[match.old].key if match.old is not None else ""
        kind = LineageKind.MERGED if "merged" in match.changes else LineageKind.SPLIT
        for other in match.others:
            lineage.append(LineageEntry(kind, alignment.old[other].key, node.address))
    return lineage


def make_document(*, title: str, code: str = "", **about: str) -> GuidelineDocument:
    """A page for a new text on the shelf. about: issuer, summary, source_url. Raises ImportNotPossible when
    the site has no pages yet."""
    shelf = GuidelineIndexPage.objects.first()
    if shelf is None:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None or site.root_page.specific_class is Page:
            raise ImportNotPossible(_("the site has no home page yet; prepare it with 'make run' first"))
        shelf = site.root_page.add_child(instance=GuidelineIndexPage(title="Guidelines", slug="guidelines"))
    words = in_small_letters(title) if title.isupper() else title
    name = (code or slugify(words)[:60].strip("-") or "text").lower()
    document: GuidelineDocument = shelf.add_child(
        instance=GuidelineDocument(title=words[:255], slug=name, code=name, **about)
    )
    return document
