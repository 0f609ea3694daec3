"""The exchange through the browser's eyes: who sees what, forms that come too late, the survey, the workbench."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from network.choices import Format, Purpose, ResponseState
from network.models import (
    Assessment,
    AuditEntry,
    Exchange,
    Link,
    Mail,
    Market,
    MarketMark,
    Membership,
    PeerReview,
    Response,
    Round,
    Rule,
    Run,
)
from network.services import proposals, responses, rounds, running
from network.states import RoundState
from network.survey.definition import survey
from network.survey.sheet import headings
from tests.factories.records import CityPageFactory, PracticePageFactory
from tests.network.conftest import World, answer_all, answers, group

pytestmark = pytest.mark.django_db


def survey_path(world: World, page: str = "") -> str:
    return f"/network/rounds/{world.round.pk}/answers/{world.places[0].pk}/{page}"


def flat(page: str, values: dict[str, Any]) -> dict[str, Any]:
    """Answers as a browser posts a page of the survey."""
    data: dict[str, Any] = {}
    here = next(p for p in survey("1").pages if p.code == page)
    for question in here.questions:
        value = values.get(question.code)
        if question.kind in ("themes", "languages"):
            for n, row in enumerate(value or ()):
                data |= {f"{question.code}-{n}-{name}": text for name, text in row.items()}
        elif question.kind == "stages":
            data |= {f"{question.code}-{theme}": stage for theme, stage in (value or {}).items()}
        elif question.kind == "yes-no":
            data[question.code] = "yes" if value else "no"
        elif value is not None:
            data[question.code] = str(value)
    return data


def test_the_survey_goes_from_two_questions_to_submitted(world: World) -> None:
    lead, wanted = world.client("lead"), answers(0)
    for page in ("first", "exchange", "practical"):
        shown = lead.get(survey_path(world, f"{page}/" if page != "first" else ""))
        version = shown.context["response"].version
        done = lead.post(survey_path(world, f"{page}/"), {"version": version, **flat(page, wanted)})
        assert done.status_code == 302, done.content.decode()[:3000]
    response = Response.objects.get()
    assert response.state == ResponseState.SUBMITTED
    kept = json.loads(response.answers)
    assert {name: kept[name] for name in wanted} == wanted


def test_the_survey_is_prefilled_from_the_profile(world: World) -> None:
    page = world.client("contributor").get(survey_path(world, "practical/")).content.decode()
    assert '<option value="Africa/Nairobi" selected>' in page


def test_autosave_keeps_and_says_the_new_version(world: World) -> None:
    lead = world.client("lead")
    lead.get(survey_path(world))
    data = {"version": 1, "area": "The market", "challenges-0-theme": "public-space"}
    answer = lead.post(survey_path(world), data, headers={"accept": "application/json"})
    assert answer.json() == {"version": 2}
    stale = lead.post(survey_path(world), data, headers={"accept": "application/json"})
    assert stale.status_code == 409


def test_two_people_who_save_at_once_get_a_merge(world: World) -> None:
    lead, other = world.client("lead"), world.client("contributor")
    lead.get(survey_path(world))
    other.post(survey_path(world), {"version": 1, "area": "The market"})
    late = lead.post(survey_path(world), {"version": 1, "area": "The terminus"})
    words = late.content.decode()
    assert late.status_code == 409
    assert "The market" in words
    assert "The terminus" in words
    version = late.context["response"].version
    assert lead.post(survey_path(world), {"version": version, "area": "Both"}).status_code == 302
    assert json.loads(Response.objects.get().answers)["area"] == "Both"


def test_answers_out_of_range_name_the_question(world: World) -> None:
    lead = world.client("lead")
    lead.get(survey_path(world))
    wrong = lead.post(survey_path(world, "practical/"), {"version": 1, "capacity": "9", "time_zone": "Mars/Base"})
    words = wrong.content.decode()
    assert wrong.status_code == 400
    assert "capacity: give a whole number from 1 to 3" in words
    assert "time_zone: choose a time zone" in words


def test_a_citys_small_change_keeps_it_submitted_a_coordinators_does_not(world: World) -> None:
    answer_all(world.round, world.places)
    lead = world.client("lead")
    version = lead.get(survey_path(world)).context["response"].version
    changed = {**answers(0), "area": "The harbour"}
    lead.post(survey_path(world), {"version": version, **flat("first", changed)})
    response = Response.objects.get(membership=world.places[0])
    assert (response.state, json.loads(response.answers)["area"]) == (ResponseState.SUBMITTED, "The harbour")
    coordinator = world.client("coordinator")
    data = {"version": response.version, **flat("first", {**changed, "area": "Elsewhere"})}
    coordinator.post(survey_path(world), data)
    response.refresh_from_db()
    assert response.state != ResponseState.SUBMITTED


def test_what_the_coordinator_writes_down_waits_for_the_city(world: World) -> None:
    coordinator = world.client("coordinator")
    coordinator.get(survey_path(world))
    response = Response.objects.get()
    by = world.people["coordinator"]
    responses.fill_in_for_city(response=response, answers=answers(0), version=response.version, by=by)
    message = Mail.objects.get(key__startswith="confirm-answers:")
    path = next(line for line in message.body.splitlines() if "/network/link/" in line).split("/network/link/")[1]
    page = Client().get(f"/network/link/{path}")
    assert "The terminus" in page.content.decode()
    Client().post(f"/network/link/{path}")
    response.refresh_from_db()
    assert response.state == ResponseState.SUBMITTED
    assert AuditEntry.objects.filter(verb="answers read", by=by).count() == 1


@pytest.mark.trust("T14")
def test_another_programme_does_not_exist(matched: World) -> None:
    exchange = group(matched, 0, 1)
    proposal = matched.round.exchanges.filter(state="proposed").first()
    place = matched.places[0].pk
    addresses = [
        *(f"/network/rounds/{matched.round.pk}/{rest}" for rest in (
            "", "workbench/", "exchanges.csv", "report/", "trail/", "import/", "market/", f"answers/{place}/",
        )),
        f"/network/programmes/{matched.programme.pk}/", f"/network/programmes/{matched.programme.pk}/rounds/new/",
        f"/network/proposals/{proposal.pk}/", f"/network/exchanges/{exchange.pk}/",
        f"/network/exchanges/{exchange.pk}/report/", f"/network/memberships/{place}/",
        f"/network/memberships/{place}/monitor/",
    ]  # fmt: skip
    for who in ("outsider", "elsewhere"):
        client = matched.client(who)
        missing = client.get("/network/rounds/999999/").status_code
        for address in addresses:
            assert client.get(address).status_code == missing == 404, (who, address)
        assert "Round first" not in client.get("/network/").content.decode()
    assert matched.client("partner").get(f"/network/rounds/{matched.round.pk}/answers/{place}/").status_code == 404
    for address in addresses:
        assert matched.client("coordinator").get(address).status_code in (200, 404), address


def test_a_stale_form_names_its_fields_as_the_form_did(world: World) -> None:
    exchange = group(world, 0, 1, state="acting")
    Exchange.objects.update(version=7)
    form = {"version": "1", "question_1": "Which street?", "format": "visit", "question_2": ""}
    page = world.client("lead").post(f"/network/exchanges/{exchange.pk}/scope/", form)
    assert page.status_code == 409
    assert page.context["typed"] == [("First question", "Which street?"), ("How you meet", str(Format.VISIT.label))]
    close = {"version": "1", "reason": "not-useful", "note": "Too early"}
    page = world.client("coordinator").post(f"/network/exchanges/{exchange.pk}/close/", close)
    assert page.context["typed"] == [("Reason", "the exchange was not useful"), ("Note", "Too early")]


def test_a_stale_move_shows_a_page_with_what_was_typed(world: World) -> None:
    client = world.client("coordinator")
    rounds.move_round(round=world.round, to=RoundState.ELIGIBLE, by=world.people["second"], version=1)
    late = client.post(f"/network/rounds/{world.round.pk}/move/", {"to": "survey", "version": 1})
    assert late.status_code == 409
    exchange = group(world, 0, 1)
    Exchange.objects.update(version=5)
    scope = {"question_1": "Which street first?", "format": "call", "version": 1}
    late = world.client("lead").post(f"/network/exchanges/{exchange.pk}/scope/", scope)
    assert late.status_code == 409
    assert "Which street first?" in late.content.decode()


def test_the_workbench_explains_and_asks(matched: World) -> None:
    client, path = matched.client("coordinator"), f"/network/rounds/{matched.round.pk}/workbench/"
    page = client.get(path)
    found = page.context
    assert {key for g in found["groups"] for key in g.keys} == {f"m{p.pk}" for p in matched.places}
    assert all(member.gets or member.gives for g in found["groups"] for member in g.members)
    assert found["plan"].total <= found["plan"].bound
    a, b = (f"m{p.pk}" for p in matched.places[:2])
    asked = client.get(path, {"run": matched.round.chosen_run_id, "a": a, "b": b})
    assert asked.context["why_cities"] == [matched.places[0].city.title, matched.places[1].city.title]
    assert asked.context["why_words"]


def test_sliders_are_tried_out_without_keeping_anything(matched: World) -> None:
    client, path = matched.client("coordinator"), f"/network/rounds/{matched.round.pk}/workbench/"
    data = {"previous": matched.round.chosen_run_id, "practices": "10", "challenges": "90", "sizes": "pairs"}
    answer = client.post(f"{path}try/", data, headers={"accept": "text/x-fragment"})
    assert answer.status_code == 200
    assert "threes:" in answer.content.decode()
    assert Run.objects.count() == 1
    wrong = client.post(f"{path}try/", {**data, "practices": "300"}, headers={"accept": "text/x-fragment"})
    assert wrong.status_code == 400
    assert "Practices that answer a need" in wrong.content.decode()
    assert client.post(f"{path}try/", data).status_code == 200, "without a script the whole page answers"


def test_a_run_is_asked_for_compared_and_chosen(matched: World) -> None:
    client, path = matched.client("coordinator"), f"/network/rounds/{matched.round.pk}/workbench/"
    client.post(f"{path}run/", {"previous": matched.round.chosen_run_id, "sizes": "pairs", "label": "Pairs"})
    second = Run.objects.get(label="Pairs")
    assert second.state == "done", second.error
    page = client.get(path, {"run": second.pk, "compare": matched.round.chosen_run_id})
    assert page.context["other_plan"].total
    client.post(f"{path}choose/", {"run": second.pk, "version": matched.round.version})
    assert Round.objects.get(pk=matched.round.pk).chosen_run_id == second.pk
    assert client.get(f"{path}progress.json").json()["running"] is False


def test_a_group_is_changed_from_its_card(matched: World) -> None:
    client, path = matched.client("coordinator"), f"/network/rounds/{matched.round.pk}/workbench/"
    proposal = matched.round.exchanges.first()
    members = list(proposal.members.values_list("membership_id", flat=True))
    data = {"run": matched.round.chosen_run_id, "city": members, "change": "split"}
    client.post(f"{path}change/", data)
    assert Rule.objects.filter(kind="forbid").exists()
    assert Run.objects.count() == 2
    unknown = client.post(f"{path}change/", {**data, "change": f"swap:m{members[0]}", "with": "Atlantis"}, follow=True)
    assert "none is called “Atlantis”" in unknown.content.decode()
    assert Run.objects.count() == 2


@pytest.mark.parametrize("page", ["", "workbench/"])
def test_queries_do_not_grow_with_the_cities(page: str, db: None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from network.services import matching
    from tests.network.conftest import build, join

    world = build(30)
    counts = []
    for size in (30, 60):
        while len(world.places) < size:
            world.places.append(join(world.programme, len(world.places)))
        Response.objects.all().delete()
        answer_all(world.round, world.places)
        Round.objects.update(state=RoundState.ELIGIBLE)
        world.round.refresh_from_db()
        run = running.execute(matching.queue_run(round=world.round, by=None))
        assert run.state == "done", run.error
        world.round = proposals.take_groups(run=run, by=None)
        client = world.client("coordinator")
        client.get(f"/network/rounds/{world.round.pk}/{page}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/network/rounds/{world.round.pk}/{page}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], counts
    assert counts[1] < 45


def test_a_proposal_of_three_cities_takes_as_many_queries_as_one_of_two(matched: World) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = matched.client("coordinator"), []
    for numbers in ((0, 1), (2, 3, 4)):
        matched.round.exchanges.all().delete()
        exchange = group(matched, *numbers, state="proposed", member="proposed")
        texts = {f"text-{m.pk}": "Dear all" for m in exchange.members.all()}
        address = f"/network/proposals/{exchange.pk}/"
        client.get(address)
        for method, path, form in (("get", address, {}), ("post", f"{address}invite/", {**texts, "preview": "1"})):
            with CaptureQueriesContext(connection) as queries:
                assert getattr(client, method)(path, form).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:], counts


def test_a_room_holds_links_minutes_files_and_reviews(world: World) -> None:
    exchange = group(world, 0, 1, state="scoped")
    Exchange.objects.update(questions=["Where first?"])
    room, lead = f"/network/exchanges/{exchange.pk}/", world.client("lead")
    practice = PracticePageFactory(city=CityPageFactory(code="giver"))
    lead.post(f"{room}link/", {"kind": "practice", "code": practice.url, "note": "first"})
    assert practice.title in lead.get(room).content.decode()
    refused = lead.post(f"{room}link/", {"kind": "practice", "code": "nothing"}, follow=True)
    assert "no public practice is called" in refused.content.decode()
    lead.post(f"{room}meet/", {"title": "Call", "begins": "2031-05-04T10:00", "minutes": 60})
    meeting = exchange.meetings.get()
    assert meeting.begins.hour == 7, "ten o'clock in Nairobi is seven in universal time"
    lead.post(f"/network/meetings/{meeting.pk}/minutes/", {"record": "We agreed.", "held": "1"})
    assert "We agreed." in world.client("partner").get(room).content.decode()
    assert b"DTSTART" in lead.get(f"/network/meetings/{meeting.pk}.ics").content
    lead.post(f"{room}promise/", {"what": "Walk the street", "due": "2031-06-01", "indicator": "A page"})
    assert exchange.actions.get().what == "Walk the street"
    upload = SimpleUploadedFile("../../map.pdf", b"%PDF-1.4", "application/pdf")
    lead.post(f"{room}files/", {"file": upload})
    file = exchange.files.get()
    assert file.name == "map.pdf"
    got = world.client("partner").get(f"/network/files/{file.pk}/")
    assert got["Content-Disposition"].startswith("attachment")
    assert world.client("outsider").get(f"/network/files/{file.pk}/").status_code == 404
    assert (
        "is not accepted"
        in lead.post(f"{room}files/", {"file": SimpleUploadedFile("a.svg", b"<svg/>")}, follow=True).content.decode()
    )
    host = exchange.members.first()
    lead.post(f"{room}review/", {"host": host.pk, "version": 0, "question_1": "What do we overlook?", "evidence": "E"})
    assert PeerReview.objects.get().questions == ["What do we overlook?"]
    stale = lead.post(f"{room}review/", {"host": host.pk, "version": 0, "question_1": "Other"})
    assert stale.status_code == 409
    lead.post(f"/network/links/{Link.objects.get().pk}/remove/")
    lead.post(f"/network/files/{file.pk}/remove/")
    assert not Link.objects.exists()
    assert not exchange.files.exists()


def test_satisfaction_is_seen_by_the_coordinator_only(world: World) -> None:
    exchange = group(world, 0, 1, state="meeting")
    room = f"/network/exchanges/{exchange.pk}/"
    world.client("lead").post(f"{room}pulse/", {"satisfaction": "2", "access_needs": "A ramp"})
    assert "A ramp" in world.client("partner").get(room).content.decode()
    assert "is not satisfied" not in world.client("partner").get(room).content.decode()
    board = world.client("coordinator").get(f"/network/rounds/{world.round.pk}/").content.decode()
    assert "Town 0 is not satisfied" in board


def test_the_self_assessment_is_private_until_it_is_shared_with_matched_cities(world: World) -> None:
    path = f"/network/memberships/{world.places[0].pk}/monitor/"
    lead, partner = world.client("lead"), world.client("partner")
    values = {"version": 0, "crime-police-data-level": "used", "crime-police-data-source": "Police"}
    lead.post(path, values)
    group(world, 0, 1)
    assert partner.get(path).status_code == 404
    assert world.client("coordinator").get(path).status_code == 200
    lead.post(path, {**values, "version": 1, "shared": "1"})
    assert partner.get(path).status_code == 200
    assert world.client("outsider").get(path).status_code == 404
    assert partner.post(path, values).status_code == 404
    wrong = lead.post(path, {**values, "version": 2, "crime-police-data-level": "excellent"})
    assert wrong.status_code == 409
    assert "choose one of" in wrong.content.decode()
    assert Assessment.objects.get().version == 2


def test_figures_are_compared_only_with_the_same_source(world: World) -> None:
    group(world, 0, 1)
    theirs = {
        "version": 0,
        "shared": "1",
        "crime-police-data-level": "used",
        "crime-police-data-source": "Police",
        "governance-money-level": "begun",
        "governance-money-source": "Budget",
    }
    world.client("lead").post(f"/network/memberships/{world.places[0].pk}/monitor/", theirs)
    mine = {**theirs, "governance-money-source": "Estimate"}
    world.client("partner").post(f"/network/memberships/{world.places[1].pk}/monitor/", mine)
    rows = world.client("partner").get(f"/network/memberships/{world.places[0].pk}/monitor/").context["comparison"]
    why = {row.statement.code: row.why_not for row in rows}
    assert why["crime-police-data"] == ""
    assert "different sources" in why["governance-money"]


def test_a_place_shows_contacts_and_consents_to_its_own(world: World) -> None:
    path = f"/network/memberships/{world.places[0].pk}/"
    lead = world.client("lead")
    lead.post(path, {"contact_name": "New Person", "contact_email": "new@mail.example"})
    assert Membership.objects.get(pk=world.places[0].pk).contact_email == "new@mail.example"
    bad = lead.post(path, {"contact_name": "New Person", "contact_email": "nobody"})
    assert bad.status_code == 400
    lead.post(f"{path}consent/", {"purpose": ["match"]})
    given = [p for p in Purpose.values if Membership.objects.filter(pk=world.places[0].pk).consenting(p).exists()]
    assert given == ["match"]
    assert world.client("contributor").post(f"{path}consent/", {"purpose": []}).status_code == 404
    assert world.client("contributor").post(f"{path}leave/").status_code == 404
    assert lead.post(f"{path}note/", {"note": "x"}).status_code == 404
    world.client("coordinator").post(f"{path}note/", {"note": "Election in May"})
    assert "Election in May" not in lead.get(path).content.decode()
    assert lead.post(f"{path}leave/").status_code == 302
    assert lead.get(path).status_code == 404


def test_a_city_joins_by_its_code_but_fiction_and_fact_do_not_mix(world: World) -> None:
    path, client = f"/network/programmes/{world.programme.pk}/", world.client("coordinator")
    CityPageFactory(code="newcomer")
    CityPageFactory(code="invented", demonstration=True)
    client.post(f"{path}join/", {"city": "/cities/newcomer/"})
    assert world.programme.memberships.filter(city__code="newcomer").exists()
    refused = client.post(f"{path}join/", {"city": "invented"}, follow=True).content.decode()
    assert "do not share a programme" in refused
    assert not world.programme.memberships.filter(city__code="invented").exists()


def sheet(*rows: dict[str, str]) -> bytes:
    book = Workbook()
    names = headings(survey("1"))
    book.active.append(names)
    for row in rows:
        book.active.append([row.get(name, "") for name in names])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


GOOD = {
    "challenges-1-theme": "public-space", "area": "Everywhere", "aim": "Learn", "format": "pair",
    "languages-1-code": "en", "languages-1-level": "official", "time_zone": "Africa/Nairobi",
    "stages": "public-space=diagnosis",
}  # fmt: skip


def test_a_formula_without_its_result_is_told_by_its_cell(world: World) -> None:
    client = world.client("coordinator")
    file = SimpleUploadedFile("a.xlsx", sheet({"city": "town-2", **GOOD, "area": "=A1&A2"}))
    page = client.post(f"/network/rounds/{world.round.pk}/import/", {"file": file}).content.decode()
    assert "it holds a formula whose result is not in the file" in page
    assert not Response.objects.exists()


def test_answers_come_in_from_a_spreadsheet_to_be_confirmed(world: World) -> None:
    path, client = f"/network/rounds/{world.round.pk}/import/", world.client("coordinator")
    content = sheet({"city": "town-2", **GOOD})
    shown = client.post(path, {"file": SimpleUploadedFile("a.xlsx", content)})
    assert [one.problems for one in shown.context["plan"]] == [()]
    assert not Response.objects.exists()
    kept = client.post(path, {"file": SimpleUploadedFile("a.xlsx", content), "keep": "1"})
    assert kept.status_code == 302
    response = Response.objects.get()
    assert (response.state, response.membership.city.code) == (ResponseState.TO_CONFIRM, "town-2")
    assert json.loads(response.answers)["stages"] == {"public-space": "diagnosis"}
    template = client.get(f"{path}template.xlsx")
    assert template.content[:2] == b"PK"


@pytest.mark.parametrize(("rows", "words"), [
    ([{"city": "town-2", **GOOD, "capacity": "9"}], "row 2: capacity: give a whole number"),
    ([{"city": "nowhere", **GOOD}], "is not in this programme"),
    ([{"city": "town-2", **GOOD}, {"city": "town-2", **GOOD}], "row 3: city: “town-2” stands twice"),
    ([{"city": "town-2", "area": "x"}], "Not everything needed is answered"),
])  # fmt: skip
def test_a_bad_row_names_itself_and_nothing_is_imported(world: World, rows: list[Any], words: str) -> None:
    path, client = f"/network/rounds/{world.round.pk}/import/", world.client("coordinator")
    good = {"city": "town-1", **GOOD}
    content = sheet(*rows) if "row" in words else sheet(*rows, good)
    answer = client.post(path, {"file": SimpleUploadedFile("a.xlsx", content), "keep": "1"})
    assert answer.status_code == 400
    assert words in answer.content.decode().replace("&#x27;", "'")
    assert not Response.objects.exists()


@pytest.mark.trust("T25")
def test_a_file_that_is_no_sheet_or_a_bomb_is_refused(world: World) -> None:
    path, client = f"/network/rounds/{world.round.pk}/import/", world.client("coordinator")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    for content, words in ((b"not a zip", "no .xlsx"), (bomb.getvalue(), "too much is packed")):
        answer = client.post(path, {"file": SimpleUploadedFile("a.xlsx", content)})
        assert answer.status_code == 400
        assert words in answer.content.decode()


def test_a_market_is_frozen_printed_taken_along_and_marked(world: World) -> None:
    path, client = f"/network/rounds/{world.round.pk}/market/", world.client("coordinator")
    practice = PracticePageFactory(city=CityPageFactory(code="giver"), title="Lamps at the stop")
    refused = client.post(path, {"codes": "nothing"}, follow=True).content.decode()
    assert "no public practice is called nothing" in refused
    client.post(path, {"codes": practice.code})
    assert Market.objects.get().cards[0]["title"] == "Lamps at the stop"
    cards = client.get(f"{path}cards/").content.decode()
    assert "<path d=" in cards
    bundle = zipfile.ZipFile(io.BytesIO(client.get(f"{path}bundle.zip").content))
    page = bundle.read("market/index.html").decode()
    assert "Lamps at the stop" in page
    assert "<script" not in page
    lead = world.client("lead")
    lead.post(f"{path}mark/", {"practice": practice.code, "word": "not-for-us"})
    assert not MarketMark.objects.exists(), "a no needs a because"
    lead.post(f"{path}mark/", {"practice": practice.code, "word": "tell-more"})
    assert MarketMark.objects.get().membership == world.places[0]
    drafted = json.loads(Response.objects.get(membership=world.places[0]).answers)
    assert drafted["challenges"] == [{"theme": "public-space", "words": "Lamps at the stop"}], "it became a need"
    assert "Town 0" in client.get(path).content.decode()
    assert "Town 0" not in world.client("partner").get(path).content.decode()


def test_reports_set_what_was_predicted_beside_what_was_reported(matched: World) -> None:
    client = matched.client("coordinator")
    report = client.get(f"/network/rounds/{matched.round.pk}/report/")
    found = report.context
    assert {one["name"] for one in found["baselines"]} == {"random", "spreadsheet", "greedy_pairs", "greedy_groups"}
    assert all(
        one["served"] < found["plan"].fairness.served or one["total"] <= found["plan"].bound
        for one in found["baselines"]
    )
    exchange = group(matched, 0, 1, state="closed")
    assert client.get(f"/network/exchanges/{exchange.pk}/report/").status_code == 200
    text = client.get(f"/network/rounds/{matched.round.pk}/exchanges.csv").content.decode()
    assert "mail.example" not in text
