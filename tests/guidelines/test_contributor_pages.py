"""The page of a contributor holds what it released and nothing else, and there is none for who released nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidelines.models import Amendment, Provision, ReviewRound
from guidelines.selectors.contributors import slug_of
from guidelines.services import (
    close_round,
    comment_on_amendment,
    contribute,
    correct_report,
    decide_amendment,
    moderate_amendment,
    open_round,
    publish_report,
    submit_amendment,
)
from guidelines.services.letters import answers_token, ask_to_take_part
from tests.access.canaries import Garden
from tests.access.test_canary import TOKEN, texts

Publish = Callable[..., Any]


@pytest.fixture
def review(publish: Publish, editor: Any) -> ReviewRound:
    day = timezone.localdate()
    return open_round(
        document=publish().document,
        title="Lights",
        invitation="",
        opens=day,
        closes=day + timedelta(days=20),
        by=editor,
    )


def at(review: ReviewRound, key: str) -> Provision:
    return Provision.objects.get(document=review.document, key=key)  # type: ignore[no-any-return]


def report(review: ReviewRound, key: str, by: Any, who: str = "Lampton", **more: Any) -> None:
    values = {"progress": "partly", "text": f"Words on {key}.", "named": True, **more}
    contribute(review=review, provision=at(review, key), contributor=who, by=by, **values)


def propose(review: ReviewRound, key: str, by: Any, who: str = "Lampton", words: str = "Other words.") -> Amendment:
    return submit_amendment(
        document=review.document, provision=at(review, key), kind="reword", proposed=words, proposer=who, reason="Dark.",
        by=by, review=review,
    )  # fmt: skip


def publish_it(review: ReviewRound, editor: Any) -> None:
    publish_report(review=close_round(review=review, by=editor), report="One took part.", by=editor)


def page(client: Client, review: ReviewRound, who: str = "lampton") -> Any:
    return client.get(f"{review.get_absolute_url()}by/{who}/")


def test_it_shows_progress_and_what_became_of_proposals(
    review: ReviewRound, visitor: Any, editor: Any, client: Client
) -> None:
    report(review, "3", visitor)
    report(review, "1", visitor, who="LAMPTON", progress="done")
    made = moderate_amendment(amendment=propose(review, "4", visitor), publish=True, by=editor)
    decide_amendment(amendment=made, decision="rejected", body="The committee", reason="Not now.", by=editor)
    publish_it(review, editor)
    shown = page(client, review).content.decode()
    for words in ("Words on 1.", "Words on 3.", "In place", "Partly in place", "Rejected", "Not now."):
        assert words in shown
    assert shown.index("Words on 1.") < shown.index("Words on 3."), "in the order of the text"
    assert f"{review.get_absolute_url()}by/lampton/" in client.get(review.get_absolute_url()).content.decode()


def test_there_is_none_before_the_report_nor_for_who_released_nothing(
    review: ReviewRound, visitor: Any, editor: Any, client: Client
) -> None:
    report(review, "1", visitor)
    report(review, "1", editor, who="Quiet Town", named=False)
    client.force_login(editor)
    assert page(client, review).status_code == 404
    publish_it(review, editor)
    assert page(client, review).status_code == 200
    assert page(client, review, "quiet-town").status_code == 404
    assert page(client, review, "nobody").status_code == 404


def test_what_was_not_released_leaves_no_trace_on_the_page_of_who_released_something(
    review: ReviewRound, visitor: Any, editor: Any, client: Client
) -> None:
    report(review, "1", visitor)
    publish_it(review, editor)
    before = page(client, review).content.decode()
    ReviewRound.objects.filter(pk=review.pk).update(state="open")
    review.refresh_from_db()
    report(review, "2", visitor, named=False, text="Between us.")
    report(review, "3", visitor, draft=True, text="Not yet.")
    propose(review, "4", visitor)
    ReviewRound.objects.filter(pk=review.pk).update(state="reported")
    assert page(client, review).content.decode() == before


def test_names_in_every_script_have_an_address(review: ReviewRound, visitor: Any, editor: Any, client: Client) -> None:
    report(review, "1", visitor, who="مدينة النور")
    report(review, "1", editor, who="☼☼")
    publish_it(review, editor)
    shown = client.get(review.get_absolute_url()).content.decode()
    assert "مدينة النور" in shown
    for who in ("مدينة النور", "☼☼"):
        assert page(client, review, slug_of(who)).status_code == 200


def test_queries_do_not_grow_with_contributors(review: ReviewRound, visitor: Any, editor: Any, client: Client) -> None:
    from config.models import User

    report(review, "1", visitor)
    publish_it(review, editor)
    counts = []
    for number in range(2):
        page(client, review)
        with CaptureQueriesContext(connection) as seen:
            assert page(client, review).status_code == 200
        counts.append(len(seen))
        ReviewRound.objects.filter(pk=review.pk).update(state="open")
        review.refresh_from_db()
        for other in range(4):
            someone = User.objects.create_user(f"p{number}{other}", f"p{number}{other}@example.org", "x")
            report(review, "3", someone, who=f"City {number}{other}")
        ReviewRound.objects.filter(pk=review.pk).update(state="reported")
    assert counts[0] == counts[1]


def surfaces(review: ReviewRound) -> Iterator[str]:
    """Addresses of a text and its review that a visitor may open or guess."""
    base, at_review = f"/guidelines/{review.document.code}/", review.get_absolute_url()
    for language in ("", "/fr", "/ar"):
        for place in (
            "",
            "1/",
            "4/",
            "amendments/",
            "coverage/",
            "reviews/",
            "versions/",
            "text/clean/",
            "text/bracketed/",
        ):
            yield f"{language}{base}{place}"
        for place in ("", "reports/", "ask/", "ask/summary/", "correct/", "editions/1/", "editions/2/", "1/",
                      "by/lampton/", "by/quiet-town/", "by/benchtown/"):  # fmt: skip
            yield f"{language}{at_review}{place}"
    yield from (f"{base}text/{form}/?download={kind}" for form in ("published", "clean", "bracketed")
                for kind in ("pdf", "docx", "html"))  # fmt: skip
    yield from (f"{base}coverage.csv", f"/api/v1{base.rstrip('/')}", f"/api/v1{base}coverage", f"/api/v1{base}jsonld")
    yield from (f"{base}amendments/{pk}/" for pk in Amendment.objects.values_list("pk", flat=True))


@pytest.mark.trust("S3")
@pytest.mark.parametrize("state", ["open", "closed", "reported"])
def test_nothing_planted_in_a_review_is_seen(
    review: ReviewRound, visitor: Any, editor: Any, client: Client, state: str
) -> None:
    from cities.models import Organisation
    from config.models import User

    garden = Garden()
    secret = garden.new
    colleague = User.objects.create_user("colleague", f"{secret('account.email')}@example.org", "x")
    report(review, "1", visitor)
    report(review, "2", visitor, named=False, text=secret("unnamed.text"))
    report(review, "3", visitor, draft=True, text=secret("draft.text"))
    report(review, "1", colleague, who=f"Quiet Town {secret('unnamed.who')}", named=False, text=secret("unnamed.text"))
    report(review, "4", colleague, who=secret("draft.who"), draft=True, text=secret("draft.text"))
    propose(review, "4", visitor, who=secret("waiting.proposer"), words=secret("waiting.words"))
    public = moderate_amendment(amendment=propose(review, "3", visitor, words="Open words."), publish=True, by=editor)
    comment_on_amendment(amendment=public, speaker=secret("comment.speaker"), text=secret("comment.text"), by=visitor)
    Organisation.objects.create(code="lamps", name="Friends of Lamps")
    asked = ask_to_take_part(
        review=review, parties=[("organisation", "lamps")], email=f"{secret('office.email')}@example.org", by=editor
    )[0]
    contribute(review=review, provision=at(review, "1"), contributor=f"Benchtown {secret('office.who')}", by=None,
               progress="done", text=secret("office.text"), named=False, party=asked)  # fmt: skip
    if state != "open":
        close_round(review=review, by=editor)
    if state == "reported":
        publish_report(review=review, report="Three took part.", by=editor)
        correct_report(review=review, report="Two took part.", corrected="The number.", why="Twice.", seen=1, by=editor)
    opened = 0
    for address in surfaces(review):
        answer = client.get(address)
        assert answer.status_code < 500, address
        opened += answer.status_code == 200
        found = {garden.tokens[token] for token in TOKEN.findall(texts(answer).lower()) if token in garden.tokens}
        assert not found, address
    assert opened >= 35
    assert (page(client, review).status_code == 200) is (state == "reported")
    own = texts(client.get(f"/guidelines/answers/{answers_token(asked)}/1/"))
    assert "zqcanary" in own.lower(), "the office itself reads what it wrote, so the tokens can be seen"
