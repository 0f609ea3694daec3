"""A normative text in every state: read, proposed upon, under review, imported anew, localised, without a version."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

FIRST = """I. Light

1. Every street has light and the council repairs a broken lamp within three days of a report.
2. The city repairs a lamp:
(a) after a report;
(b) after its own round.

II. People

3. Neighbours are asked twice a year what they fear.
"""
SECOND = FIRST.replace("twice a year", "every spring").replace("3.", "3. Trams stop for all.\n4.")
THIRD = SECOND.replace("Trams stop for all.", "Trams and buses wait for all.").replace(
    "after a report;", "at\nonce, inter-\nnationally;"
)


def text(words: str, code: str, title: str) -> Any:
    from guidelines.importers.guideline_text import parse_guideline
    from guidelines.services import apply_import, plan_import

    plan = plan_import(parsed=parse_guideline(words.encode()), title=title, code=code)
    return apply_import(plan=plan, status="draft", code=code, accept_unsure=True)


def docket(document: Any, by: Any) -> None:
    """Proposals waiting, open and clashing, accepted and dividing, with discussion and a study."""
    from guidelines.models import Provision
    from guidelines.services import (
        comment_on_amendment,
        decide_amendment,
        moderate_amendment,
        moderate_comment,
        recommend,
        record_action,
        submit_amendment,
    )

    def propose(key: str, kind: str, words: str) -> Any:
        return submit_amendment(
            document=document, provision=Provision.objects.get(document=document, key=key), kind=kind, proposed=words,
            proposer="City of Example", reason="Too narrow.", by=by,
            evidence=[("study", "", "A study of lamps", "https://example.org/study")],
        )  # fmt: skip

    propose("2", "reword", "The city repairs a lamp at once:")
    refused = propose("2", "reword", "The city repairs no lamp:")
    moderate_amendment(amendment=refused, publish=False, by=by, reason="Nobody would propose this.")
    words = ("Every square has light and the council repairs a broken lamp within three days of a report.",
             "Every path has light and the council repairs a broken lamp within three days of a report.")  # fmt: skip
    for wording in words:
        proposal = moderate_amendment(amendment=propose("1", "reword", wording), publish=True, by=by)
        comment_on_amendment(amendment=proposal, speaker="Example network", text="We agree.", by=by)
        taken = comment_on_amendment(amendment=proposal, speaker="Example network", text="We do not.", by=by)
        for show in (True, False):
            moderate_comment(comment=taken, show=show, by=by)
    recommend(amendment=proposal, recommendation="Reject: too narrow.", by=by)
    record_action(amendment=proposal, text="Referred to the drafting group.", body="Bureau", by=by)
    lines = "Neighbours are asked every spring.\nWhat they fear is published."
    divided = moderate_amendment(amendment=propose("3", "recast", lines), publish=True, by=by)
    decide_amendment(amendment=divided, decision="accepted", body="Review meeting", by=by)


def reviews(document: Any, by: Any) -> None:
    """A review with its report and an open one that asks every kind of party."""
    from django.utils import timezone

    from guidelines.asked import asked_sources
    from guidelines.models import Provision
    from guidelines.services import (
        call_for_practices,
        close_round,
        contribute,
        correct_report,
        open_round,
        publish_report,
    )
    from guidelines.services.calls import close_call
    from guidelines.services.letters import ask_to_take_part

    today = timezone.localdate()
    provision = Provision.objects.get(document=document, key="1")
    for title in ("Lights of last year", "Lights of this year"):
        review = open_round(
            document=document, title=title, invitation="Tell us about lamps.", opens=today,
            closes=today + timedelta(days=30), by=by,
        )  # fmt: skip
        contribute(
            review=review, provision=provision, contributor="City of Example", progress="partly",
            text="Half of the lamps work.", named=True, by=by,
        )  # fmt: skip
        asked = [(s.kind, c.key) for s in asked_sources() for c in s.candidates()[:2]]
        asked += [("city", c.key) for c in asked_sources()[0].candidates() if c.reachable][:2]
        if asked:
            ask_to_take_part(review=review, parties=asked, by=by)
            known = next(s for s in asked_sources() if s.kind == "organisation")
            office = [("organisation", known.candidates()[2].key)]
            ask_to_take_part(review=review, parties=office, email="office@example.org", by=by)
        if title.endswith("last year"):
            publish_report(review=close_round(review=review, by=by), report="Half of the lamps work.", by=by)
            correct_report(
                review=review, report="A third of the lamps work.", corrected="The share.", why="Counted anew.",
                seen=1, by=by,
            )  # fmt: skip
    call_for_practices(provision=provision, text="Practices on light.", region="", by=by)
    close_call(call=call_for_practices(provision=provision, text="Old lamps.", region="Africa", by=by), by=by)


def made(by: Any) -> dict[str, list[str]]:
    """Make a text with all that hangs on it. Returns role ("" = a visitor) → addresses, and "files" → downloads."""
    from django.core import signing

    from guidelines.models import AskedParty, GuidelineDocument, Indicator, PendingImport, Provision, ReviewLetter
    from guidelines.services import attach_indicator, save_edit
    from guidelines.services.docket_letters import SALT
    from guidelines.services.importing import make_document
    from guidelines.services.letters import answers_token, token_of
    from practices.models import ToolIndexPage, ToolPage, ToolProvision

    code = f"lamps-{time.time_ns()}"
    version = text(FIRST, code, f"Charter of Lamps {code}")
    document = GuidelineDocument.objects.get(code=code)
    tool = ToolIndexPage.objects.first().add_child(instance=ToolPage(title=code, slug=code, code=code, kind="app"))
    measure = Indicator.objects.get(code="safe-walking-alone")
    for key in ("1", "3"):
        provision = Provision.objects.get(document=document, key=key)
        ToolProvision.objects.create(tool=tool, document=code, address=key, provision=provision)
        attach_indicator(indicator=measure, document=code, address=key, note="Fear is asked for here.", by=by)
    version = text(SECOND, code, document.title)
    local = text(SECOND.replace("lamp", "light"), f"{code}-local", f"Local charter {code}").document
    local.localizes = document
    local.save()
    empty = make_document(title=f"Charter to come {code}", code=f"{code}-to-come")
    strange = text("1. ᠮᠣᠩᠭᠣᠯ light.\n", f"{code}-signs", f"Charter in signs {code}").document  # no font has them
    docket(document, by)
    reviews(document, by)
    street = Provision.objects.get(document=document, key="1")
    save_edit(document=document, provision=street, wording="Every safe street has light.", seen_revision=0, by=by)
    pending = PendingImport.objects.create(document=document, source_name="third.txt", text=THIRD, created_by=by)
    letter = ReviewLetter.objects.order_by("pk").last()
    office = AskedParty.objects.exclude(email="").order_by("pk").last()
    link = f"/guidelines/answers/{answers_token(office)}/" if office else ""
    base = f"/guidelines/{code}"
    addresses = [
        f"{base}/work/imports/{pending.pk}/", f"{base}/versions/{version.number}/", f"{base}/1/history/",
        f"{base}/compare/?from=1&to=2", f"{base}/compare/?from=1&to=2&view=side", f"{base}/text/bracketed/",
        f"{base}/text/clean/", f"{base}/coverage/", f"{base}/coverage/?gap=none", f"{base}/amendments/",
        "/guidelines/amendments/", f"{base}/amendments/?q=nothing+has+these", f"{base}/text/clean/?with=open",
        f"{base}/coverage/?by=region", f"/guidelines/letters/proposals/{signing.dumps(by.pk, salt=SALT)}/",
        f"{base}/work/", f"{base}/work/edit/1/", f"{base}/call/3/", f"{base}/reviews/", f"{base}/1/propose/",
        f"/guidelines/{local.code}/localizes/", "/guidelines/work/", "/guidelines/calls/", f"{base}/?q=lamp",
        "/indicators/", measure.get_absolute_url(), f"{base}/1/",
        *(r.get_absolute_url() for r in document.rounds.all()),
        *(f"{r.get_absolute_url()}1/" for r in document.rounds.all()[:1]),
        *(a.get_absolute_url() for a in document.amendments.all()),
        *(f"{r.get_absolute_url()}reports/" for r in document.rounds.all()[:1]),
        *([f"/guidelines/letters/{token_of(letter)}/"] if letter else []),
        *([link, f"{link}1/"] if link else []),
    ]  # fmt: skip
    of_editors = [
        f"{r.get_absolute_url()}{page}" for r in document.rounds.all() for page in ("ask/", "ask/summary/", "correct/")
    ]
    return {
        "": [*addresses, f"/guidelines/{empty.code}/", f"/guidelines/{strange.code}/text/clean/?download=pdf"],
        "administrator": [*addresses, *of_editors],
        "files": [f"{base}/text/bracketed/?download=html"],
    }
