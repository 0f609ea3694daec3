"""Loading: the site holds what the files say, twice changes nothing, an editor's change stays (trust R9)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cities.importers.places import read_countries
from cities.models import CityPage, Organisation
from cities.services import load_countries
from guidelines.vocabulary_loader import load_vocabulary
from practices.importers.collection import apply as applying
from practices.importers.collection.apply import CollectionNotLoadable, apply_plan, plan_for
from practices.importers.collection.files import COLLECTION, read_collection
from practices.importers.collection.state import pruned, site_hashes
from practices.models import LoadedRecord, PracticePage, PracticeProvision, ToolPage
from practices.record import practice_record
from tests.factories.records import index

pytestmark = pytest.mark.django_db
SAMPLE = "medellin-metrocable-integral-urban-project"


@pytest.fixture
def site(memory_search: None) -> None:
    from cities.models import CityIndexPage
    from practices.models import ToolIndexPage

    load_vocabulary()
    load_countries(rows=read_countries())
    index(CityIndexPage, "cities")
    index(ToolIndexPage, "tools")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """One practice of the shipped collection with everything it refers to."""
    data = yaml.safe_load((COLLECTION / "practices" / f"{SAMPLE}.yaml").read_text("utf-8"))
    cities = {
        data["city"],
        *(item["city"] for item in data.get("adoptions") or ()),
        *(data.get("further_cities") or ()),
    }
    wanted = [
        *(f"cities/{code}.yaml" for code in cities),
        *(f"tools/{code}.yaml" for code in data.get("tools") or ()),
        f"practices/{SAMPLE}.yaml",
        f"translations/fr/{SAMPLE}.yaml",
        "organisations/un-habitat.yaml",
    ]
    for name in wanted:
        if (COLLECTION / name).exists():
            record = yaml.safe_load((COLLECTION / name).read_text("utf-8"))
            for key in ("used_by", "parent"):
                record.pop(key, None)
            if "experience" in record:  # rests on the city's practices; only this one is here
                record["experience"] = [theme for theme in record["experience"] if theme in data["themes"]]
            write(tmp_path, name, record)
    return tmp_path


def write(root: Path, name: str, record: dict[str, Any]) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), "utf-8")


def change(root: Path, name: str, **values: Any) -> None:
    write(root, name, {**yaml.safe_load((root / name).read_text("utf-8")), **values})


def load(root: Path) -> dict[str, int]:
    plan = plan_for(read_collection(root))
    apply_plan(plan)
    return dict(plan.counts())


def comparable(record: dict[str, Any]) -> dict[str, Any]:
    """Without computed grades and the parts that only one side spells out."""
    shown = {key: value for key, value in pruned(record).items() if key not in ("language", "schema")}
    shown["outcomes"] = [
        {k: v for k, v in o.items() if k not in ("grade",)} | {"sites": o.get("sites", 1)}
        for o in shown.get("outcomes", ())
    ]
    shown["provisions"] = [{k: v for k, v in link.items() if k != "document"} for link in shown.get("provisions", ())]
    for name in ("approaches", "levers", "justice", "tools", "keywords"):
        shown[name] = sorted(shown.get(name, ()))
    if shown.get("failure") == {"visibility": "named"}:
        shown.pop("failure")
    shown["adoptions"] = [{"direction": "unknown", **item} for item in shown.get("adoptions", ())]
    return shown


def test_the_site_says_what_the_file_says(site: None, files: Path) -> None:
    load(files)
    page = PracticePage.objects.get(code=SAMPLE)
    written = yaml.safe_load((files / f"practices/{SAMPLE}.yaml").read_text("utf-8"))
    assert comparable(practice_record(page)) == comparable(written)
    assert page.lead_city.code == written["city"]
    assert page.live
    assert page.grade == "E4"  # compared by an independent evaluator, and adopted elsewhere with a result
    assert page.context["country"] == "CO"


def test_loading_twice_changes_nothing(site: None, files: Path) -> None:
    first = load(files)
    before = sorted(LoadedRecord.objects.values_list("kind", "code", "file_hash", "site_hash"))
    stamps = dict(PracticePage.objects.values_list("code", "last_published_at"))
    assert load(files) == {"unchanged": sum(first.values())}
    assert sorted(LoadedRecord.objects.values_list("kind", "code", "file_hash", "site_hash")) == before
    assert dict(PracticePage.objects.values_list("code", "last_published_at")) == stamps


def test_a_changed_file_is_applied_and_the_address_stays(site: None, files: Path) -> None:
    (files / "translations" / "fr" / f"{SAMPLE}.yaml").unlink()  # it would keep the steps that go
    load(files)
    before = PracticePage.objects.get(code=SAMPLE)
    shipped = yaml.safe_load((files / "practices" / f"{SAMPLE}.yaml").read_text("utf-8"))
    rests_on = {name: keys for name, keys in shipped["rests_on"].items() if name != "steps"}
    change(files, f"practices/{SAMPLE}.yaml", claim="Another claim.", steps=[], rests_on=rests_on)
    assert load(files)["change"] == 1
    page = PracticePage.objects.get(code=SAMPLE)
    assert (page.pk, page.url) == (before.pk, before.url)
    assert page.claim == "Another claim."
    assert not page.steps.exists()


@pytest.mark.parametrize("edit", ["text", "part", "unpublish", "draft"])
def test_what_an_editor_changed_is_kept(site: None, files: Path, edit: str) -> None:
    load(files)
    page = PracticePage.objects.get(code=SAMPLE)
    if edit == "text":
        page.problem = "An editor's words."
        page.save()
    elif edit == "part":
        page.blocks.first().delete()
    elif edit == "unpublish":
        page.unpublish()
    else:
        page.claim = "A draft."
        page.save_revision()
    change(files, f"practices/{SAMPLE}.yaml", title="From the file")
    assert load(files)["kept"] == 1
    assert PracticePage.objects.get(code=SAMPLE).title != "From the file"


def test_what_an_editor_deleted_stays_deleted_and_what_lost_its_file_stays(site: None, files: Path) -> None:
    load(files)
    PracticePage.objects.get(code=SAMPLE).delete()
    (files / "organisations/un-habitat.yaml").unlink()
    counts = load(files)
    assert counts["deleted"] >= 1
    assert counts["gone"] == 1
    assert not PracticePage.objects.filter(code=SAMPLE).exists()
    assert Organisation.objects.filter(code="un-habitat").exists()


def test_one_error_and_nothing_is_loaded(site: None, files: Path) -> None:
    change(files, f"practices/{SAMPLE}.yaml", themes=["nonsense"])
    with pytest.raises(CollectionNotLoadable, match="nonsense"):
        load(files)
    assert not CityPage.objects.exists()


def test_a_failure_while_writing_leaves_nothing_and_names_the_file(
    site: None, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setitem(applying.WRITERS, "practice", broken)
    with pytest.raises(RuntimeError) as caught:
        load(files)
    assert f"practices/{SAMPLE}.yaml" in "".join(caught.value.__notes__)
    assert not CityPage.objects.exists()
    assert not LoadedRecord.objects.exists()


def test_a_tool_that_names_its_users_is_linked_to_them(site: None, files: Path) -> None:
    write(
        files,
        "tools/walk.yaml",
        {
            "schema": "tool/1",
            "code": "walk",
            "name": "Walk",
            "kind": "audit",
            "used_by": [SAMPLE],
            "sources": [{"key": "s", "kind": "report", "title": "A report", "url": "https://example.org"}],
        },
    )
    load(files)
    assert ToolPage.objects.get(code="walk") in PracticePage.objects.get(code=SAMPLE).tools.all()
    assert "change" not in load(files)


def test_records_are_found_after_loading(site: None, files: Path, django_capture_on_commit_callbacks: Any) -> None:
    from search.queries import Query
    from search.service import get_engine

    with django_capture_on_commit_callbacks(execute=True):
        load(files)
    found = get_engine().search(Query(text="cable car", selected={"kind": ("practice",)}))
    assert found.total == 1


def test_a_text_that_was_renamed_is_no_edit_of_the_records_that_name_it(site: None, files: Path) -> None:
    load(files)
    hashes = site_hashes()
    assert PracticeProvision.objects.update(document="gc27-draft")
    assert site_hashes() == hashes
