"""The page on which editors look at the alignment of an uploaded text, correct it together and publish."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guidelines.comparing import compare_versions
from guidelines.models import DocumentVersion, Lineage, PendingImport, Provision, ProvisionVersion
from guidelines.services.importing import make_document
from guidelines.verification import verify_chains
from tests.guidelines.conftest import FIRST

NEXT = FIRST.replace("4. Nobody is sent away from a bench.", "4. Nobody is told to leave.\n5. Dogs are welcome.")
Align = tuple[Client, str]


@pytest.fixture
def upload(publish: Callable[..., Any], editor: Any, client: Client) -> Callable[..., str]:
    """upload(text) by a signed in editor beside the charter in force; returns the address of its alignment."""
    publish()
    client.force_login(editor)

    def send(text: str, **more: Any) -> str:
        file = SimpleUploadedFile("next.txt", text.encode())
        answer = client.post("/guidelines/charter/work/upload/", {"file": file, "status": "draft", **more})
        return str(answer.headers["Location"])

    return send


@pytest.fixture
def align(upload: Callable[..., str], client: Client) -> Align:
    """A signed in editor at the alignment of NEXT with the charter in force."""
    return client, upload(f"Page 1 of 2\n{NEXT}")


def form_of(client: Client, where: str, **said: tuple[str, str]) -> dict[str, Any]:
    """What a browser sends from the page as it is, with some lines changed to (what it is, of which)."""
    context = client.get(f"{where}?show=all").context
    form: dict[str, Any] = {"gone": [row.address for row in context["aligned"].gone if row.ticked]}
    for line in context["lines"]:
        kind, of = said.get(line.address, (line.said.kind, line.of))
        form |= {f"is:{line.address}": kind, f"of:{line.address}": of}
    return form | {name: context[name] for name in ("against", "revision", "seen")}


def sent(client: Client, where: str, do: str = "publish", **said: tuple[str, str]) -> Any:
    return client.post(where, {**form_of(client, where, **said), "do": do}, follow=True)


def told(page: Any) -> list[str]:
    """What the page says must be settled."""
    return [words for words, _url in page.context["told"]]


def test_the_page_shows_the_words_of_both_and_what_was_put_aside(align: Align) -> None:
    client, where = align
    page = client.get(where).content.decode()
    for words in ("Nobody is told to leave.", "Nobody is sent away from a bench.", "Page 1 of 2", "page number"):
        assert words in page, words
    assert "Every street has light." not in client.get(where).content.decode().split("<tbody>")[1].split("</tbody>")[0]
    assert "Every street has light." in client.get(f"{where}?show=all").content.decode().split("<tbody>")[1]


def test_a_correction_decides_which_provision_goes_on(align: Align) -> None:
    client, where = align
    sent(client, where, **{"4": ("new", ""), "5": ("continues", "4")})
    rows = ProvisionVersion.objects.filter(version__number=2).values_list("address", "provision__key")
    assert {"4": "4-2", "5": "4"}.items() <= dict(rows).items()


def test_a_part_of_a_split_is_said_by_history_and_comparison(align: Align) -> None:
    client, where = align
    sent(client, where, **{"4": ("continues", "4"), "5": ("split", "4")})
    assert list(Lineage.objects.values_list("kind", "source__key", "target__key")) == [("split", "4", "5")]
    one, two = DocumentVersion.objects.order_by("number")
    change = next(c for c in compare_versions(one, two).changes if c.new and c.new.address == "5")
    assert change.what == ["split off from 4"]
    assert "split, with 5" in client.get("/guidelines/charter/4/history/").content.decode()
    assert verify_chains() == ([], 2)


def test_of_parts_alone_the_longest_goes_on(align: Align) -> None:
    client, where = align
    sent(client, where, **{"4": ("split", "4"), "5": ("split", "4")})
    keys = dict(ProvisionVersion.objects.filter(version__number=2).values_list("address", "provision__key"))
    assert (keys["4"], keys["5"]) == ("4", "5")
    assert Lineage.objects.get().target.key == "5"


def test_a_merger_gives_the_identity_of_the_one_named_first(upload: Callable[..., str], client: Client) -> None:
    where = upload(FIRST.replace("3. Neighbours are asked twice a year what they fear.\n4. ", "3. "))
    page = sent(client, where, **{"3": ("merged", "4, 3")})
    assert page.redirect_chain[-1][0] == "/guidelines/charter/"
    row = ProvisionVersion.objects.get(version__number=2, address="3")
    assert row.provision.key == "4"
    assert list(Lineage.objects.values_list("kind", "source__key", "target__key")) == [("merged", "3", "4")]
    gone = next(c for c in compare_versions(*DocumentVersion.objects.order_by("number")).changes if c.new is None)
    assert gone.what == ["merged into 3"]


def test_what_is_left_of_a_corrected_line_must_be_said_to_be_deleted(align: Align) -> None:
    client, where = align
    page = sent(client, where, **{"4": ("new", "")})
    assert told(page) == [
        "Nothing comes from 4 of today any more. Say that it is deleted, or what continues it, is a part of it or "
        "merges it."
    ]
    assert DocumentVersion.objects.count() == 1
    form = form_of(client, where) | {"gone": ["4"], "do": "publish"}
    client.post(where, form)
    assert not ProvisionVersion.objects.filter(version__number=2, provision__key="4").exists()
    assert Provision.objects.filter(key="4").exists()
    assert "deleted" in client.get("/guidelines/charter/4-2/").content.decode() or verify_chains() == ([], 2)


def test_deleted_can_be_written_at_once_with_the_line_that_continued_it(align: Align) -> None:
    client, where = align
    client.post(where, form_of(client, where, **{"4": ("new", "")}) | {"deleted": "4", "do": "publish"})
    assert DocumentVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "deleted", "words"),
    [
        ({"4": ("continues", "1")}, "4", "1, 4 are both said to continue or merge 1 of today"),
        ({"5": ("continues", "")}, "", "5: name the one provision it continues"),
        ({"5": ("new", "4")}, "", "5 is said to be new, yet it names 4"),
        ({"5": ("merged", "4")}, "", "5: a merger needs two provisions or more"),
        ({"5": ("merged", "4, 4")}, "", "5: a merger needs two provisions or more"),
        ({"5": ("split", "3, 4"), "4": ("split", "3")}, "", "5: name the one provision it is a part of"),
        ({"4": ("new", ""), "5": ("split", "4")}, "", "5 is said to be one part of 4, but it is the only one"),
        ({"5": ("continues", "44")}, "", "5: the version in force has no 44"),
        ({}, "4", "4 of today is said to be deleted, but 4 comes from it"),
        ({}, "44", "44 is said to be deleted, but the version in force has no such provision"),
    ],
)
def test_what_contradicts_itself_is_kept_told_and_not_published(
    align: Align, said: dict[str, tuple[str, str]], deleted: str, words: str
) -> None:
    client, where = align
    form = form_of(client, where, **said) | {"deleted": deleted, "do": "publish"}
    page = client.post(where, form, follow=True)
    assert any(line.startswith(words) for line in told(page)), told(page)
    assert DocumentVersion.objects.count() == 1
    kept = {line.address: (line.said.kind, line.of) for line in page.context["aligned"].lines}
    assert said.items() <= kept.items()


def test_a_plan_is_saved_and_taken_up_again_by_somebody_else(align: Align, editor: Any) -> None:
    from config.models import User

    client, where = align
    sent(client, where, "save", **{"5": ("split", "4")})
    assert DocumentVersion.objects.count() == 1
    second = Client()
    second.force_login(User.objects.create_superuser("second", "second@example.org", "x"))
    assert where in second.get("/guidelines/charter/work/").content.decode()
    page = second.get(where)
    assert {line.address: line.said.kind for line in page.context["lines"]}["5"] == "split"
    assert "Somebody else saved them." in page.content.decode()
    sent(second, where)
    assert Lineage.objects.get().kind == "split"


def test_an_unsure_line_waits_until_it_is_ticked_or_published(upload: Callable[..., str], client: Client) -> None:
    where = upload(FIRST.replace("4. Nobody is sent away from a bench.", "4. Nobody is kept waiting for long."))
    line = next(line for line in client.get(where).context["lines"] if line.address == "4")
    assert line.match.unsure
    sent(client, where, "save")
    assert client.get(where).context["lines"][0].match.unsure
    client.post(where, form_of(client, where) | {"sure:4": "on", "do": "save"})
    assert not client.get(where).context["lines"][0].match.unsure
    sent(client, where, "save")
    assert not client.get(where).context["lines"][0].match.unsure


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(align: Align) -> None:
    client, where = align
    first = form_of(client, where, **{"4": ("new", ""), "5": ("continues", "4")})
    second = form_of(client, where, **{"5": ("split", "4"), "1": ("new", "")})
    assert client.post(where, first | {"do": "save"}).status_code == 302
    for do in ("publish", "save"):
        page = client.post(f"{where}?show=all", second | {"do": do})
        assert page.status_code == 409
        assert DocumentVersion.objects.count() == 1
    assert PendingImport.objects.get().corrections["provisions"]["5"] == {"is": "continues", "of": ["4"]}
    assert page.context["conflict"].both == ["5"]
    lines = {line.address: line for line in page.context["lines"]}
    assert (lines["1"].said.kind, lines["4"].said.kind, lines["5"].said.kind) == ("new", "new", "split")
    assert lines["5"].theirs.kind == "continues"
    merged = {f"is:{a}": line.said.kind for a, line in lines.items()} | {f"of:{a}": li.of for a, li in lines.items()}
    again = merged | {name: page.context[name] for name in ("against", "revision", "seen")} | {"do": "save"}
    assert client.post(where, again).status_code == 302
    assert set(PendingImport.objects.get().corrections["provisions"]) == {"1", "4", "5"}


def test_a_version_published_meanwhile_is_looked_at_before_anything_is_published(
    align: Align, publish: Callable[..., Any]
) -> None:
    """Corrections follow the provisions they name to their new numbers; what names one that is gone is told."""
    client, where = align
    form = form_of(client, where, **{"5": ("split", "4"), "4": ("continues", "4"), "3": ("new", "")}) | {"gone": ["3"]}
    publish("I. Light\n\n1. Every tower has light.\n2. " + FIRST[len("I. Light\n\n1. ") :].replace(
        "\n4.", "\n5.").replace("\n3.", "\n4.").replace("\n2.", "\n3."))  # fmt: skip
    page = client.post(where, form, follow=True)
    assert "published meanwhile" in page.content.decode()
    assert DocumentVersion.objects.count() == 2
    assert PendingImport.objects.get().version is None
    said = {line.address: line.said for line in page.context["lines"]}
    assert said["5"].of == ("5",)
    assert [row.address for row in page.context["aligned"].gone if row.ticked] == ["4"]


def test_a_correction_that_names_what_is_gone_is_dropped_and_told(align: Align, publish: Callable[..., Any]) -> None:
    client, where = align
    sent(client, where, "save", **{"5": ("split", "4")})
    publish(FIRST.replace("4. Nobody is sent away from a bench.\n", ""))
    page = client.get(where)
    assert page.context["dropped"] == ["5"]
    assert "look at them again" in page.content.decode()


def test_the_corrections_of_the_page_do_the_same_from_a_file(align: Align, upload: Callable[..., str]) -> None:
    client, where = align
    sent(client, where, "save", **{"5": ("split", "4")})
    file = client.get(f"{where}corrections.json")
    assert "attachment" in file["Content-Disposition"]
    value = json.loads(file.content)
    assert (value["document"], value["against"]) == ("charter", 1)
    assert value["provisions"] == {"5": {"is": "split", "of": ["4"]}}
    assert value["found"]["5"]["is"] == "new"
    again = SimpleUploadedFile("corrections.json", file.content)
    raw = PendingImport.objects.get().text
    answer = client.post(
        "/guidelines/charter/work/upload/",
        {"file": SimpleUploadedFile("next.txt", raw.encode()), "status": "draft", "corrections": again},
    )
    assert PendingImport.objects.count() == 2
    sent(client, answer.headers["Location"])
    assert Lineage.objects.get().kind == "split"


def test_corrections_for_another_text_are_refused_and_nothing_is_kept(align: Align) -> None:
    client, _where = align
    for value in (b'{"document": "other"}', b'{"against": 7}', b'{"provisions": {"1": {"is": "gone"}}}', b"\xff{}"):
        sheet = SimpleUploadedFile("corrections.json", value)
        file = SimpleUploadedFile("next.txt", NEXT.encode())
        page = client.post(
            "/guidelines/charter/work/upload/", {"file": file, "status": "draft", "corrections": sheet}, follow=True
        )
        assert "Corrections of its alignment: " in page.content.decode()
        assert PendingImport.objects.count() == 1


def test_an_import_can_be_discarded(align: Align) -> None:
    client, where = align
    client.post(where, {"do": "discard"})
    assert not PendingImport.objects.exists()
    assert client.get(where).status_code == 404


def test_a_form_sent_twice_or_after_going_back_leads_to_what_became_of_it(align: Align) -> None:
    client, where = align
    form = form_of(client, where) | {"do": "publish"}
    client.post(where, form)
    for again in (client.post(where, form, follow=True), client.get(where, follow=True)):
        assert again.redirect_chain[-1][0] == "/guidelines/charter/versions/2/"
        assert "This import is published as version 2." in again.content.decode()
    assert DocumentVersion.objects.count() == 2


def test_a_form_sent_after_it_was_discarded_says_so(align: Align) -> None:
    client, where = align
    form = form_of(client, where) | {"do": "save"}
    client.post(where, {"do": "discard"})
    page = client.post(where, form, follow=True)
    assert "This import is no longer there" in page.content.decode()
    assert not PendingImport.objects.exists()


def test_fields_this_page_never_sent_are_refused(align: Align) -> None:
    client, where = align
    form = form_of(client, where)
    for wrong in ({"seen": "[1]"}, {"seen": "{"}, {"revision": "x"}, {"against": "-1"}):
        assert client.post(where, form | wrong | {"do": "save"}).status_code == 400
    assert PendingImport.objects.get().revision == 0


def test_nobody_without_the_right_corrects_or_downloads(align: Align, visitor: Any) -> None:
    _client, where = align
    other = Client()
    other.force_login(visitor)
    for path in (where, f"{where}corrections.json"):
        assert other.get(path).status_code == 403
    assert other.post(where, {"do": "discard"}).status_code == 403
    assert PendingImport.objects.exists()


def test_a_long_text_is_corrected_a_page_at_a_time(publish: Callable[..., Any], editor: Any, client: Client) -> None:
    lines = [f"{n}. Sentence number {n} about lamp {n * 7} and bench {n * 13}.\n" for n in range(1, 121)]
    publish("".join(lines))
    client.force_login(editor)
    changed = "".join(line.replace("Sentence", "Rule") for line in lines)
    answer = client.post(
        "/guidelines/charter/work/upload/",
        {"file": SimpleUploadedFile("n.txt", changed.encode()), "status": "draft"},
    )
    where = answer.headers["Location"]
    assert len(client.get(where).context["lines"]) == 100
    page = client.get(f"{where}?page=2")
    assert len(page.context["lines"]) == 20
    form = {"is:120": "new", "of:120": "", "gone": ["120"], "do": "save"}
    client.post(f"{where}?page=2", form | {name: page.context[name] for name in ("against", "revision", "seen")})
    sent(client, f"{where}?page=1")
    assert DocumentVersion.objects.count() == 2
    assert ProvisionVersion.objects.get(version__number=2, address="120").provision.key == "120-2"


def test_another_text_begins_with_its_page_and_is_shown_before_it_is_published(
    shelf: Any, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    add = reverse("wagtailadmin_pages:add", args=["guidelines", "guidelinedocument", shelf.pk])
    assert f'href="{add}"' in client.get("/guidelines/work/").content.decode()
    assert client.get(add).status_code == 200
    make_document(title="Charter of Light", code="charter")
    file = SimpleUploadedFile("first.txt", FIRST.encode())
    where = client.post("/guidelines/charter/work/upload/", {"file": file, "status": "adopted"}).headers["Location"]
    shown = client.get(where).content.decode()
    assert "Nobody is sent away from a bench." in shown
    assert "Publish this text" in shown
    client.post(where, {"against": 0})
    assert DocumentVersion.objects.get().status == "adopted"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The submitted file is empty"),
        (b" \n\n", "line 1: the file is empty"),
        (b"1. Ships sail.\n2. Whales sing.\n3. Tides turn.\n", "only 0 of the 6 provisions"),
        (FIRST.replace("4. Nobody", "3. Nobody").encode(), "line 11: 3. comes a second time in the same list"),
        (FIRST.replace("4. Nobody", "9. Nobody").encode(), "line 11: 9. follows item 3"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "line 1: this is not UTF-8 text"),
        (b"%PDF-1.7\n", "this is a PDF"),
        (FIRST.replace("street", "rue éclairée").encode("latin-1"), "line 3: this is not UTF-8 text"),
        (FIRST.encode("utf-16")[:-1], "this is not UTF-16 text"),
        (b"1. " + b"street " * 800_000, "The file has more than 5 MB"),
        ("".join(f"{n}. Rule {n}.\n" for n in range(1, 20_500)).encode(), "more than 20000 provisions"),
    ],
    ids=["empty", "blank", "another", "twice", "gap", "binary", "pdf", "latin-1", "utf-16", "huge", "many"],
)
def test_a_file_that_cannot_be_aligned_says_where_and_why_and_changes_nothing(
    publish: Callable[..., Any], editor: Any, client: Client, raw: bytes, words: str
) -> None:
    publish()
    client.force_login(editor)
    file = SimpleUploadedFile("next.txt", raw)
    page = client.post("/guidelines/charter/work/upload/", {"file": file, "status": "draft"}, follow=True)
    assert words in html.unescape(page.content.decode())
    assert not PendingImport.objects.exists()
    assert DocumentVersion.objects.count() == 1


def test_an_import_that_later_versions_leave_behind_says_so_and_can_be_discarded(align: Align) -> None:
    from guidelines.services import publish_version
    from guidelines.text.addresses import assign_addresses
    from guidelines.text.tree import Node, Part

    client, where = align
    parts = [Part("", "", nodes=[Node("paragraph", str(n), f"Ships number {n} sail.") for n in range(1, 9)])]
    assign_addresses(parts)
    publish_version(document=DocumentVersion.objects.get().document, parts=parts, status="draft")
    page = client.get(where)
    assert page.status_code == 409
    assert "0 of the 8 provisions" in page.content.decode()
    assert client.post(where, {"do": "publish"}).status_code == 409
    assert client.get(f"{where}corrections.json").status_code == 302
    assert client.post(where, {"do": "discard"}).status_code == 302
    assert not PendingImport.objects.exists()


def test_the_text_in_force_again_changes_nothing_and_says_so(upload: Callable[..., str], client: Client) -> None:
    where = upload(FIRST)
    assert "Nothing would change" in client.get(where).content.decode()
    page = sent(client, where)
    assert "Version 1 in force is this text already" in page.content.decode()
    assert DocumentVersion.objects.count() == 1
    assert PendingImport.objects.get().version is None


def test_a_draft_is_adopted_as_it_stands(upload: Callable[..., str], client: Client) -> None:
    where = upload(FIRST, status="adopted", date="2024-05-01", reference="A/1")
    page = client.get(where).content.decode()
    assert "This file is the text of version 1, word for word" in page
    assert "A/1" in page
    sent(client, where)
    version = DocumentVersion.objects.get(number=2)
    assert (version.status, str(version.date), version.reference) == ("adopted", "2024-05-01", "A/1")
    assert compare_versions(DocumentVersion.objects.get(number=1), version).counts == {"unchanged": 6}


def test_an_earlier_text_can_be_brought_back(
    upload: Callable[..., str], publish: Callable[..., Any], client: Client
) -> None:
    where = upload(NEXT)
    sent(client, where)
    file = SimpleUploadedFile("first.txt", FIRST.encode())
    answer = client.post("/guidelines/charter/work/upload/", {"file": file, "status": "draft"})
    back = answer.headers["Location"]
    assert "the text of version 1, word for word" in client.get(back).content.decode()
    client.post(back, form_of(client, back) | {"do": "publish"})
    assert DocumentVersion.objects.count() == 3
    assert publish(FIRST).number == 3  # the command line says that it is there
    assert DocumentVersion.objects.count() == 3


def test_the_words_that_changed_are_marked_however_long_the_paragraph(
    upload: Callable[..., str], client: Client
) -> None:
    long = "Every street has light, " + " ".join(f"in ward number {n}," for n in range(40)) + " at night."
    where = upload(FIRST.replace("Every street has light.", long))
    sent(client, where)
    file = SimpleUploadedFile(
        "next.txt", FIRST.replace("Every street has light.", long.replace("at night", "by day")).encode()
    )
    answer = client.post("/guidelines/charter/work/upload/", {"file": file, "status": "draft"})
    page = client.get(answer.headers["Location"]).content.decode()
    assert "<ins>" in page
    assert "by day" in page
    assert "ward number 20" not in page
