"""A batch written at once leaves what saving each page by itself leaves, and its history."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from modelsearch.backends import get_search_backend
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from cities.models import CityPage
from practices.exchange_files import applying, planning
from practices.importers.collection.apply_practices import apply_practice
from practices.importers.collection.files import Record
from practices.importers.collection.lookup import Lookup
from practices.models import ImportRun, PracticePage
from practices.record import practice_record
from tests.factories.records import PracticePageFactory, adopt, theme
from tests.practices.review.conftest import cities, people  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
HEAD = "code,title,city,claim,problem,mechanism,themes,keywords,outcomes,blocks,sources,first_steps"
OUTCOME = (
    "outcome=perceived-safety | level=symptom | indicator=Feels safe | baseline=40 | result=55 | unit=% | "
    "comparison=before-after | direction=positive | sources=study"
)


def line(number: int, claim: str = "It worked.") -> str:
    return (
        f'light-{number},Light {number},alpha,{claim},Dark.,Light lets people see.,public-space,"lamps; night",'
        f"{OUTCOME},name=Lamps | kind=core,key=study | kind=report | title=A study,Walk it."
    )


def plan_of(*rows: str, **more: Any) -> planning.Plan:
    plan = planning.make_plan(name="r.csv", content="\n".join([HEAD, *rows]).encode(), **more)
    assert not plan.errors, plan.printed()
    return plan


def run(plan: planning.Plan, by: Any = None) -> ImportRun:
    return applying.apply_run(applying.start_import(plan=plan, file_name="r.csv", by=by))


@pytest.fixture
def site(cities: tuple[CityPage, CityPage]) -> tuple[CityPage, CityPage]:  # noqa: F811
    theme("public-space")
    return cities


def kept_of(page: PracticePage) -> dict[str, Any]:
    names = ("grade", "direction", "richness", "cost_band", "context", "card", "words", "live", "depth", "url_path")
    return {**practice_record(page), **{name: getattr(page, name) for name in names}}


def test_a_record_written_in_bulk_is_the_record_saved_by_itself(site: Any) -> None:
    plan = plan_of(line(1))
    run(plan)
    bulk = kept_of(PracticePage.objects.get())
    PracticePage.objects.get().delete()
    record = plan.items[0].record
    apply_practice(Record("practice", record.code, "row 2", record.data), Lookup())
    assert kept_of(PracticePage.objects.get()) == bulk
    assert bulk["grade"] == "E2"


def test_the_tree_the_references_and_the_admins_search_know_the_pages(site: tuple[CityPage, CityPage]) -> None:
    own = PracticePageFactory(city=site[0], code="other", slug="light-2")
    run(plan_of(*(line(n) for n in range(5))))
    assert [problem for problem in Page.find_problems() if problem] == []
    assert CityPage.objects.get(code="alpha").numchild == 6
    assert PracticePage.objects.get(code="light-2").slug == "light-2-2"
    assert PracticePage.objects.get(code="light-2").specific.url != own.url
    made = PracticePage.objects.get(code="light-3")
    before = set(ReferenceIndex.get_references_for_object(made).values_list("to_object_id", "content_path"))
    assert before
    ReferenceIndex.create_or_update_for_object(made)
    assert set(ReferenceIndex.get_references_for_object(made).values_list("to_object_id", "content_path")) == before
    assert made.pk in [page.pk for page in get_search_backend().autocomplete("Light 3", PracticePage)]


def test_every_record_has_a_revision_and_an_entry_in_the_log(site: Any, people: dict[str, Any]) -> None:  # noqa: F811
    made = run(plan_of(line(1), line(2)), by=people["writer"])
    page = PracticePage.objects.get(code="light-1")
    assert page.live_revision == page.latest_revision == page.get_latest_revision()
    assert practice_record(page.get_latest_revision_as_object()) == practice_record(page)
    assert page.latest_revision.user == people["writer"]
    run(plan_of(line(1, "Better still."), line(2)))
    assert [(entry.action, entry.user_id, "import" in entry.data) for entry in
            PageLogEntry.objects.filter(page=page.pk).order_by("pk")] == [
                ("wagtail.create", people["writer"].pk, True), ("wagtail.publish", None, True)]  # fmt: skip
    assert Revision.objects.for_instance(page).count() == 2
    assert Revision.objects.filter(object_id=str(PracticePage.objects.get(code="light-2").pk)).count() == 1
    assert PageLogEntry.objects.filter(data__import=made.pk).count() == 2


def test_a_draft_in_the_making_stays_the_newest(site: Any, people: dict[str, Any]) -> None:  # noqa: F811
    run(plan_of(line(1)))
    page = PracticePage.objects.get()
    page.claim = "A draft."
    draft = page.save_revision(user=people["writer"])
    run(plan_of(line(1, "From the file.")))
    page = PracticePage.objects.get()
    assert (page.claim, page.latest_revision_id) == ("From the file.", draft.pk)
    assert page.get_latest_revision_as_object().claim == "A draft."


def test_what_no_file_says_stays(site: tuple[CityPage, CityPage]) -> None:
    run(plan_of(line(1)))
    page = PracticePage.objects.get()
    adoption = adopt(page, site[1])
    adoption.exchange = 7
    adoption.save()
    outcome = page.outcomes.get()
    outcome.grade_override, outcome.grade_override_reason = "E3", "A trend as well."
    outcome.save()
    run(plan_of(line(1, "Better still."), replace=True))
    page = PracticePage.objects.get()
    assert page.claim == "Better still."
    assert page.adoptions.get().exchange == 7
    assert (page.outcomes.get().grade_override, page.grade) == ("E3", "E3")


def test_parts_that_say_the_same_are_not_written_again(site: Any) -> None:
    run(plan_of(line(1)))
    rows = list(PracticePage.objects.get().outcomes.values_list("pk", flat=True))
    run(plan_of(line(1, "Better still.").replace("name=Lamps", "name=Benches")))
    page = PracticePage.objects.get()
    assert list(page.outcomes.values_list("pk", flat=True)) == rows
    assert [block.name for block in page.blocks.all()] == ["Benches"]


def test_what_goes_without_saying_is_no_change(site: Any) -> None:
    run(plan_of(line(1)))
    assert plan_of(line(1)).counts == {"keep": 1}
    said = line(1).replace("comparison=before-after", "comparison=before-after | sites=1 | independent=no")
    assert plan_of(said).counts == {"keep": 1}
    assert plan_of(line(1).replace("sources=study,", "sources=study | sites=3,")).counts == {"change": 1}


def test_a_wrong_record_names_its_row_and_leaves_its_batch_alone(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(line(1), line(2))
    plan.items[1].record.data["kind"] = "no-such-kind"
    with pytest.raises(Exception, match="no-such-kind") as caught:
        run(plan)
    assert any("row 3" in note for note in caught.value.__notes__)
    assert not PracticePage.objects.exists()


def test_queries_do_not_grow_with_the_records(site: Any, django_assert_max_num_queries: Any) -> None:
    small = applying.start_import(plan=plan_of(*(line(n) for n in range(3))), file_name="a.csv")
    with django_assert_max_num_queries(120):
        applying.apply_run(small)
    large = applying.start_import(plan=plan_of(*(line(n) for n in range(10, 40))), file_name="b.csv")
    with django_assert_max_num_queries(140):
        applying.apply_run(large)


def test_a_file_does_not_drop_what_a_city_reported(site: tuple[CityPage, CityPage]) -> None:
    run(plan_of(line(1)))
    page = PracticePage.objects.get()
    adopt(page, site[1])
    page.adoptions.update(reported=timezone.now(), changes="Fewer lamps.")
    with_column = f"{HEAD},adoptions\n{line(1, 'Better still.')},\n"
    plan = planning.make_plan(name="r.csv", content=with_column.encode(), replace=True)
    assert plan.counts == {"change": 1}
    run(plan)
    page = PracticePage.objects.get()
    assert (page.claim, [row.changes for row in page.adoptions.all()]) == ("Better still.", ["Fewer lamps."])
