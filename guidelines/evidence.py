"""Reading what a proposer gives as evidence: one line each, a practice or tool of this site or a study elsewhere."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from guidelines.choices import EvidenceKind
from search import sources

MOST = 20
LONGEST_TITLE, LONGEST_ADDRESS = 300, 200  # of the model's fields
ADDRESS = re.compile(r"^(?P<title>.*?)[\s<(]*(?P<url>https?://[^\s<>]+?)[>).,;]*$", re.IGNORECASE)

Evidence = tuple[str, str, str, str]


def read_evidence(request: HttpRequest, text: str) -> list[Evidence]:
    """(kind, record "practice:12" or "", title, url) for every line.

    A line is an address of this site, an address elsewhere with or without a title before it, or the title of a study
    that has none. Raises ValidationError with the number of every line that cannot be read and what to do.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    faults, found = [], []
    if len(lines) > MOST:
        raise ValidationError(
            _("These are %(n)s lines; at most %(most)s are kept. Leave the strongest.")
            % {"n": len(lines), "most": MOST}
        )
    for number, line in enumerate(lines, start=1):
        try:
            found.append(_read(request, line))
        except ValueError as fault:
            faults.append(_("Line %(number)s: %(fault)s") % {"number": number, "fault": fault})
    if faults:
        raise ValidationError(faults)
    return list(dict.fromkeys(found))


def _read(request: HttpRequest, line: str) -> Evidence:
    match = ADDRESS.match(line)
    url = match["url"] if match else line if line.startswith("/") else ""
    own = not url.startswith("http") or urlsplit(url).netloc in (request.get_host(), urlsplit(settings.SITE_URL).netloc)
    if url and own:
        return _record(request, urlsplit(url).path)
    title = (match["title"].strip(" ,;:–-") if match else line) or url
    if len(title) > LONGEST_TITLE or len(url) > LONGEST_ADDRESS:
        raise ValueError(
            _("too long; a title has at most %(title)s characters and an address %(address)s.")
            % {"title": LONGEST_TITLE, "address": LONGEST_ADDRESS}
        )
    if url:
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError as error:
            raise ValueError(_("“%(url)s” is not a complete address.") % {"url": url}) from error
    return (EvidenceKind.STUDY.value, "", title, url)


def _record(request: HttpRequest, path: str) -> Evidence:
    """The practice or tool at a path of this site, in any of its languages.

    Not through `Page.find_for_request`: that keeps its first answer on the request and gives it for every later path.
    """
    parts = [part for part in path.split("/") if part]
    if parts and parts[0] in dict(settings.LANGUAGES):
        parts = parts[1:]
    site = Site.find_for_request(request)
    try:
        page: Page | None = site.root_page.localized.specific.route(request, parts)[0] if site else None
    except Http404:
        page = None
    kind = type(page.specific).__name__.lower().removesuffix("page") if page else ""
    source = sources.all_sources().get(kind)
    shown = (
        source.cards([page.pk], "en") if page and source and kind in (EvidenceKind.PRACTICE, EvidenceKind.TOOL) else {}
    )
    if page is None or not shown:
        raise ValueError(
            _("there is no public practice or tool at “%(path)s”. Open its page, copy the address, and paste it here.")
            % {"path": path}
        )
    return (EvidenceKind(kind).value, f"{kind}:{page.pk}", "", "")
