"""Import: plan, idempotency, conflicts, the own city only, kills and the way back from an export (T27, R9, S15)."""

# ruff: noqa: F811 - the fixtures of the review tests are imported by name
from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cities.models import CityPage
from practices.exchange_files import applying, bulk, planning, selection, views, writing
from practices.exchange_files.limits import FileRefused
from practices.exchange_files.reading import read_file
from practices.importers.collection.state import site_hashes
from practices.models import ImportBatch, ImportRun, PracticePage, Submission
from search.cells import neutral
from tests.factories.records import theme
from tests.practices.review.conftest import cities, draft, people  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def table(*rows: str) -> bytes:
    return "\n".join(["title,city,problem,themes", *rows]).encode()


def plan_of(content: bytes, **more: Any) -> planning.Plan:
    return planning.make_plan(name="records.csv", content=content, **more)


def run(plan: planning.Plan, **more: Any) -> ImportRun:
    return applying.apply_run(applying.start_import(plan=plan, file_name="records.csv", **more))


@pytest.fixture
def site(cities: tuple[CityPage, CityPage]) -> None:
    theme("public-space")


ROWS = [f'Practice {n},alpha,"Dark, and cold {n}",public-space' for n in range(7)]


def test_the_same_file_twice_changes_nothing(site: None) -> None:
    plan = plan_of(table(*ROWS))
    assert plan.counts == {"create": 7}
    run(plan)
    before = site_hashes()
    assert plan_of(table(*ROWS)).counts == {"keep": 7}
    assert PracticePage.objects.public().count() == 7
    assert site_hashes() == before


def test_a_changed_file_changes_and_an_edit_on_the_site_is_a_conflict(site: None) -> None:
    run(plan_of(table(*ROWS)))
    edited = PracticePage.objects.get(code="alpha-practice-3")
    edited.problem = "Edited on the site."
    edited.save()
    changed = table(*(row.replace("cold", "wet") for row in ROWS))
    plan = plan_of(changed)
    assert plan.counts == {"change": 6, "conflict": 1}
    run(plan)
    assert PracticePage.objects.get(code="alpha-practice-3").problem == "Edited on the site."
    assert plan_of(changed, replace=True).counts == {"keep": 6, "change": 1}


def test_a_column_that_is_absent_leaves_the_record_alone(site: None) -> None:
    run(plan_of(table(*ROWS)))
    run(plan_of(b"code,claim\nalpha-practice-1,Use doubled.\n"))
    page = PracticePage.objects.get(code="alpha-practice-1")
    assert (page.claim, page.problem) == ("Use doubled.", "Dark, and cold 1")


def test_errors_name_row_and_column_and_nothing_is_written(site: None) -> None:
    plan = plan_of(table(*ROWS[:2], "Bad,alpha,x,no-such-theme", "Bad too,nowhere,x,public-space"))
    assert {(fault.row, fault.column) for fault in plan.errors} == {(4, "themes"), (5, "city")}
    with pytest.raises(applying.ApplyImportNotPossible):
        run(plan)
    assert b"no-such-theme" in writing.faults_csv(plan.faults)
    assert not PracticePage.objects.exists()


@pytest.mark.trust("R9")
def test_killed_anywhere_and_run_again_the_result_is_the_same(site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "BATCH", 2)
    made = applying.start_import(plan=plan_of(table(*ROWS)), file_name="records.csv")
    filled = bulk.fill_practice
    for stop in range(1, 8):
        seen = 0

        def dies(page: Any, data: Any, lookup: Any, stop: int = stop) -> None:
            nonlocal seen
            seen += 1
            if seen == 2:
                raise KeyboardInterrupt
            filled(page, data, lookup)

        monkeypatch.setattr(bulk, "fill_practice", dies)
        with pytest.raises(KeyboardInterrupt):
            applying.apply_run(made)
        assert PracticePage.objects.count() == 2 * ImportBatch.objects.count()
    monkeypatch.setattr(bulk, "fill_practice", filled)
    applying.apply_run(ImportRun.objects.get(pk=made.pk))
    assert PracticePage.objects.count() == 7
    assert applying.apply_run(ImportRun.objects.get(pk=made.pk)).done.count() == 4


@pytest.mark.trust("T27")
def test_a_citys_file_makes_drafts_of_that_city_only(
    site: None,
    cities: tuple[CityPage, CityPage],
    people: dict[str, Any],
) -> None:
    plan = plan_of(table("Ours,,Dark.,public-space", "Theirs,beta,Dark.,public-space"), city=cities[0])
    assert [(fault.row, fault.column) for fault in plan.errors] == [(3, "city")]
    run(plan_of(table("Ours,,Dark.,public-space"), city=cities[0]), city=cities[0], by=people["writer"])
    page = PracticePage.objects.get()
    assert (page.live, page.submission.state) == (False, "draft")
    assert page.get_latest_revision_as_object().problem == "Dark."
    assert plan_of(b"schema,name\ncity/1,X\n", city=cities[0], kind="city").errors


def test_another_citys_draft_cannot_be_found_out_by_its_code(
    site: None,
    cities: tuple[CityPage, CityPage],
    draft: Submission,
) -> None:
    code = draft.practice.code
    plan = plan_of(f"code,title,city\n{code},Mine,beta\n".encode(), city=cities[1])
    assert "taken" in str(plan.errors[0])


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
def test_an_export_comes_back_unchanged_and_edits_meanwhile_show(
    site: None,
    cities: tuple[CityPage, CityPage],
    people: dict[str, Any],
    extension: str,
) -> None:
    rows = ['"=HYPERLINK(""http://x"")",,"+1\n-2\n@x",public-space']
    run(plan_of(table(*rows), city=cities[0]), city=cities[0], by=people["writer"])
    content = writing.written("practice", selection.of_city(cities[0]), extension, versions=True)
    plan = planning.make_plan(name=f"own.{extension}", content=content, city=cities[0])
    assert (plan.counts, plan.errors) == ({"keep": 1}, [])


@pytest.mark.trust("S15")
def test_no_exported_cell_is_a_formula(site: None) -> None:
    run(plan_of(table('"=1+1",alpha,"@SUM(A1)",public-space')))
    content = writing.written(
        "practice", [planning.practice_record(page) for page in PracticePage.objects.all()], "xlsx"
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert all(cell.data_type == "s" for cell in cells)
    assert all(neutral(cell.value) == cell.value or cell.value.startswith("'") for cell in cells)
    assert read_file("a.xlsx", content).rows[0][1]["title"] == "=1+1"


def test_a_formula_without_its_result_is_refused_by_its_cell() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["code", "title"], ["lamps", "=A1&A2"]):
        book.active.append(row)
    book.save(out)
    with pytest.raises(FileRefused, match="cell B2 holds a formula whose result is not in the file"):
        read_file("a.xlsx", out.getvalue())


def test_the_template_is_read_as_an_empty_file() -> None:
    for extension in ("csv", "xlsx"):
        with pytest.raises(Exception, match="no record"):
            read_file(f"t.{extension}", writing.template("practice", extension))


def test_the_screen_shows_a_plan_and_carries_it_out_once(
    site: None,
    cities: tuple[CityPage, CityPage],
    people: dict[str, Any],
) -> None:
    client = Client()
    client.force_login(people["writer"])
    address = reverse("practices:desk_import", args=[cities[0].pk])
    shown = client.post(address, {"file": SimpleUploadedFile("r.csv", table("Ours,,Dark.,public-space"))})
    assert shown.status_code == 200
    apply = reverse("practices:desk_import_apply", args=[shown.context["run"].pk])
    assert not PracticePage.objects.exists()
    assert client.post(apply).status_code == 302
    assert client.post(apply).status_code == 302
    assert PracticePage.objects.count() == 1
    other = Client()
    other.force_login(people["stranger"])
    assert other.post(apply).status_code == 404
    assert other.get(address).status_code == 404
    refused = client.post(address, {"file": SimpleUploadedFile("r.csv", b"title\n\x00")})
    assert refused.status_code == 400
    faulty = client.post(address, {"file": SimpleUploadedFile("r.csv", table("x,,y,nope")), "faults": "1"})
    assert faulty["Content-Disposition"] == 'attachment; filename="errors.csv"'


def test_the_offline_form_filled_in_becomes_a_draft(
    site: None, cities: tuple[CityPage, CityPage], people: dict[str, Any]
) -> None:
    from practices.desk.selectors import offline_questions

    book = openpyxl.load_workbook(io.BytesIO(writing.offline_form(offline_questions())))
    answers = {"title": "Told on paper", "problem": "Dark.", "themes": "public-space", "cost.one_off": 1500,
               "outcomes": "outcome=robbery | level=symptom | direction=none | comparison=none"}  # fmt: skip
    for row in book.active.iter_rows(min_row=2):
        row[2].value = answers.pop(row[0].value, None)
    assert not answers
    out = io.BytesIO()
    book.save(out)
    plan = planning.make_plan(name="form.xlsx", content=out.getvalue(), city=cities[0])
    assert (plan.errors, plan.counts) == ([], {"create": 1})
    run(plan, city=cities[0], by=people["writer"])
    draft = PracticePage.objects.get().get_latest_revision_as_object()
    assert (draft.title, draft.cost_one_off, draft.outcomes.count()) == ("Told on paper", 1500, 1)


def test_a_long_import_on_the_screen_goes_on_request_by_request(
    site: None, people: dict[str, Any], monkeypatch: pytest.MonkeyPatch, cities: tuple[CityPage, CityPage]
) -> None:
    monkeypatch.setattr(applying, "BATCH", 2)
    monkeypatch.setattr(views, "AT_A_TIME", 0.0)
    client = Client()
    client.force_login(people["writer"])
    address = reverse("practices:desk_import", args=[cities[0].pk])
    shown = client.post(address, {"file": SimpleUploadedFile("r.csv", table(*ROWS[:5]))})
    apply = reverse("practices:desk_import_apply", args=[shown.context["run"].pk])
    for done in (2, 4):
        answer = client.post(apply)
        assert (answer.status_code, answer.context["done"], PracticePage.objects.count()) == (200, done, done)
        assert f'max="5" value="{done}"' in answer.content.decode()
    assert client.post(apply).status_code == 302
    assert PracticePage.objects.count() == 5
