"""Themes and digests hang on the wording they were given to: they follow a provision, and ask when its words change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidelines.models import Provision, ProvisionDigest, Theme
from guidelines.selectors.terms_to_check import terms_to_check
from guidelines.services.terms import WordingChanged, confirm_digest
from tests.factories.records import theme
from tests.guidelines.conftest import FIRST
from tests.guidelines.test_publishing import LONG, SECOND, SPLIT_AND_MERGED

pytestmark = pytest.mark.django_db
Publish = Callable[..., Any]


def digest(key: str, code: str = "charter", *, text: str = "In short.") -> ProvisionDigest:
    from guidelines.links import wording_hash_of

    provision = Provision.objects.get(document__code=code, key=key)
    made = ProvisionDigest.objects.create(provision=provision, text=text, for_wording=wording_hash_of(provision.pk))
    made.themes.add(theme("lighting"))
    return made


def waiting() -> list[tuple[str, tuple[str, ...]]]:
    return [(item.row.address, item.terms) for item in terms_to_check()]


def test_themes_follow_a_renumbering_and_ask_after_a_rewording(publish: Publish) -> None:
    publish()
    moved, reworded = digest("1"), digest("3")
    assert waiting() == []
    publish(SECOND)
    assert waiting() == [("4", (str(Theme.objects.get()),))]
    assert {moved.pk, reworded.pk} == set(ProvisionDigest.objects.values_list("pk", flat=True))
    confirm_digest(digest=reworded)
    assert waiting() == []


def test_what_was_split_off_or_merged_takes_over_the_themes_to_be_checked(publish: Publish) -> None:
    publish(LONG)
    digest("1")
    digest("2")
    publish(SPLIT_AND_MERGED, accept_unsure=True)
    assert [address for address, _terms in waiting()] == ["1", "2", "3"]
    assert all(terms for _address, terms in waiting())
    new = ProvisionDigest.objects.get(provision=terms_to_check()[1].provision)
    assert new.text == ""


def test_terms_of_the_bare_structure_take_the_first_wording_they_meet(publish: Publish) -> None:
    publish()
    made = digest("3")
    ProvisionDigest.objects.update(for_wording="")
    publish(FIRST.replace("bench.", "bench, ever."))
    made.refresh_from_db()
    assert made.for_wording
    assert waiting() == []
    publish(SECOND.replace("bench.", "bench, ever."))
    assert [address for address, _terms in waiting()] == ["4"]


def test_pages_say_that_themes_were_given_to_an_earlier_wording(publish: Publish) -> None:
    publish()
    made = digest("3")
    pages = ["/guidelines/charter/4/", Theme.objects.get().get_absolute_url()]
    publish(SECOND)
    for page in pages:
        assert "given to an earlier wording" in Client().get(page).content.decode(), page
    confirm_digest(digest=made)
    for page in pages:
        assert "given to an earlier wording" not in Client().get(page).content.decode(), page


def test_editors_confirm_on_their_page_and_only_what_they_saw(publish: Publish, editor: Any, visitor: Any) -> None:
    publish()
    made = digest("3")
    publish(SECOND)
    client = Client()
    client.force_login(editor)
    page = client.get("/guidelines/work/")
    assert "/guidelines/charter/compare/?from=1&amp;to=2#change-3" in page.content.decode()
    form = {"digest": str(made.pk), "wording": page.context["terms"][0].row.wording_hash}
    stranger = Client()
    stranger.force_login(visitor)
    assert stranger.post("/guidelines/work/terms/", form).status_code in (403, 404)
    publish(SECOND.replace("four times", "five times"))
    with pytest.raises(WordingChanged):
        confirm_digest(digest=made, wording=form["wording"])
    client.post("/guidelines/work/terms/", form)
    assert waiting()
    form["wording"] = terms_to_check()[0].row.wording_hash
    assert client.post("/guidelines/work/terms/", form).status_code == 302
    assert waiting() == []
    assert client.post("/guidelines/work/terms/", form).status_code == 404


def test_what_an_editor_saves_in_the_admin_counts_as_looked_at(publish: Publish, editor: Any) -> None:
    publish()
    made = digest("3")
    publish(SECOND)
    client = Client()
    client.force_login(editor)
    address = f"/admin/snippets/guidelines/provisiondigest/edit/{made.pk}/"
    answer = client.post(address, {"text": "Neighbours are asked every season.", "themes": [made.themes.get().pk]})
    assert answer.status_code == 302, answer.context["form"].errors
    assert waiting() == []
    made.refresh_from_db()
    assert made.text == "Neighbours are asked every season."


def test_the_list_takes_as_many_queries_for_many_as_for_one(publish: Publish) -> None:
    publish()
    digest("3")
    publish(SECOND)

    def counted() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert terms_to_check()
        return len(caught)

    one = counted()
    for key in ("1", "4"):
        digest(key)
    publish(SECOND.replace("street has", "street and square has").replace("a bench", "any bench"))
    assert len(terms_to_check()) == 3
    assert counted() == one
