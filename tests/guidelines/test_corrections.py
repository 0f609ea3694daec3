"""Corrections of an alignment: as values, from and to a file, on the command line, and what becomes of links."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from guidelines.importers.corrections import CorrectionsFile, read_corrections, written_corrections
from guidelines.models import DocumentVersion, Lineage, ProvisionVersion
from guidelines.services.pending import merged_corrections
from guidelines.text.alignment import Alignment, align
from guidelines.text.corrections import (
    BadCorrections,
    Corrections,
    Said,
    corrected,
    corrections_from,
    found_by,
    problems_of,
)
from tests.guidelines.conftest import FIRST
from tests.guidelines.test_alignment import leaves, start, step

NEXT = FIRST.replace("4. Nobody is sent away from a bench.", "4. Nobody is told to leave.\n5. Dogs are welcome.")


def history(seed: int) -> Alignment:
    """The alignment of a random text with what random changes made of it."""
    rng = random.Random(seed)
    old = new = start(rng, rng.randint(4, 9))
    for change in range(rng.randint(1, 6)):
        new, _split, _merged = step(rng, new, 1000 * (change + 1))
    return align(leaves(old), leaves(new))


def test_without_corrections_and_with_what_was_found_the_alignment_stays_the_same() -> None:
    for seed in range(200):
        found = history(seed)
        assert problems_of(found, Corrections()) == [], seed
        assert corrected(found, Corrections()) == found, seed
        said = corrected(found, Corrections(found_by(found)))
        assert found_by(said) == found_by(found), seed
        assert not said.unsure()


def test_random_corrections_are_refused_or_give_every_old_provision_one_fate() -> None:
    """Whatever is said: either it is refused with a paragraph, or each old provision has one heir at most, what was said
    is what comes out, and saying it again changes nothing."""
    carried_out = 0
    for seed in range(600):
        rng = random.Random(seed)
        found = history(seed)
        old = [leaf.address for leaf in found.old]
        said = {}
        for leaf in rng.sample(found.new, k=min(len(found.new), rng.randint(1, 3))):
            kind = rng.choice(["continues", "split", "merged", "new"])
            size = {"new": 0, "merged": 2}.get(kind, 1)
            said[leaf.address] = Said(kind, tuple(rng.sample(old, k=size)))
        corrections = Corrections(said, tuple(rng.sample(old, k=rng.randint(0, 1))))
        left = [p.address for p in problems_of(found, corrections) if p.code == "unaccounted"]
        corrections = Corrections(said, (*corrections.deleted, *left))  # as an editor does who was told
        problems = problems_of(found, corrections)
        if problems:
            assert all(problem.address for problem in problems)
            continue
        carried_out += 1
        outcome = corrected(found, corrections)
        heirs = [o for m in outcome.matches for o in ([m.old] if m.old is not None else [])]
        merged = [o for m in outcome.matches if "merged" in m.changes for o in m.others]
        assert len(set(heirs + merged)) == len(heirs + merged), seed
        assert {found.old[o].address for o in outcome.deleted} >= set(corrections.deleted), seed
        for address, claim in said.items():
            match = next(m for m in outcome.matches if found.new[m.new].address == address)
            named = {found.old[o].address for o in [match.old, *match.others] if o is not None}
            assert named == set(claim.of), seed
        assert corrected(outcome, Corrections(corrections.provisions)) == outcome, seed
    assert carried_out > 60


def test_a_file_of_corrections_says_the_same_when_it_is_read_again() -> None:
    said = {"1": Said("merged", ("26(f)(i).3", "22~2")), "2": Said("new"), "٣": Said("split", ("[4]",))}
    file = CorrectionsFile(Corrections(said, ("9",)), "charter", 3, "abc")
    found = history(3)
    assert read_corrections(written_corrections(file).encode()) == file
    assert read_corrections(written_corrections(file, found).encode()) == file
    assert read_corrections(b"\xef\xbb\xbf{}") == CorrectionsFile()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "line 1: this is not JSON"),
        (b'{\n"provisions": {,}}', "line 2: this is not JSON"),
        (b'{"provisions": {"1": {"is": "new"}, "1": {"is": "new"}}}', "“1” stands twice"),
        (b"[]", "corrections are an object"),
        (b'{"provisions": []}', "address in the new text"),
        (b'{"provisions": {"7": "8"}}', "7: write"),
        (b'{"provisions": {"7": {"is": "gone"}}}', "7: write"),
        (b'{"provisions": {"7": {"is": "continues", "of": "12"}}}', "7: a list of addresses"),
        (b'{"deleted": [12]}', "deleted: a list of addresses"),
        (b'{"against": "1"}', "the number of a version"),
        (b'{"corrections": {}}', "unknown name “corrections”"),
        (b"\n\xff", "line 2: this is not UTF-8"),
        (b"[" * 100_000, "line 1"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_place(raw: bytes, words: str) -> None:
    with pytest.raises(BadCorrections, match=words):
        read_corrections(raw)


def test_corrections_kept_in_the_earlier_form_are_read() -> None:
    assert corrections_from({"4": "", "5": "4"}).provisions == {"4": Said("new"), "5": Said("continues", ("4",))}


def test_two_editors_corrections_are_put_together_by_provision() -> None:
    base = Corrections({"1": Said("new"), "2": Said("new")}, ("8",))
    mine = Corrections({"1": Said("continues", ("1",)), "2": Said("new")}, ())
    theirs = Corrections({"1": Said("split", ("1",)), "3": Said("new")}, ("8", "9"))
    merged, both = merged_corrections(base, mine, theirs)
    assert both == ["1"]
    assert merged == Corrections({"1": Said("continues", ("1",)), "3": Said("new")}, ("9",))


@pytest.fixture
def files(publish: Callable[..., Any], tmp_path: Path) -> dict[str, Path]:
    """The charter published, and the next text in a file."""
    publish()
    (tmp_path / "next.txt").write_text(NEXT)
    return {"text": tmp_path / "next.txt", "corrections": tmp_path / "corrections.json"}


def run(files: dict[str, Path], **options: Any) -> None:
    call_command("import_guideline", str(files["text"]), document="charter", **options)


def test_the_command_writes_corrections_to_edit_and_carries_them_out(files: dict[str, Path]) -> None:
    run(files, write_corrections=files["corrections"])
    assert DocumentVersion.objects.count() == 1
    written = json.loads(files["corrections"].read_text())
    assert (written["provisions"], written["found"]["4"]["look"]) == ({}, True)
    written["provisions"] = {"4": {"is": "new"}, "5": {"is": "split", "of": ["3"]}}
    written["deleted"] = ["4"]
    files["corrections"].write_text(json.dumps(written))
    run(files, corrections=files["corrections"])
    assert list(Lineage.objects.values_list("kind", "source__key", "target__key")) == [("split", "3", "5")]
    assert not ProvisionVersion.objects.filter(version__number=2, provision__key="4").exists()


def test_the_command_shows_the_plan_as_corrected(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    files["corrections"].write_text('{"provisions": {"4": {"is": "merged", "of": ["4", "3"]}, "3": {"is": "new"}}}')
    run(files, corrections=files["corrections"], plan=True)
    assert "4 → 4  merged, reworded with 3 (100 %: decided by a person)" in capsys.readouterr().out
    assert DocumentVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('{"provisions": {"5": {"is": "continues", "of": ["4"]}}}', "both said to continue or merge 4"),
        ('{"provisions": {"77": {"is": "new"}}}', "no 77"),
        ('{"document": "other"}', "made for “document” other"),
        ('{"against": 9}', "made for “against” 9"),
        ('{"source": "00"}', "made for “source” 00"),
        ("no", "not JSON"),
    ],
)
def test_the_command_refuses_corrections_that_do_not_fit_and_changes_nothing(
    files: dict[str, Path], value: str, words: str
) -> None:
    files["corrections"].write_text(value)
    with pytest.raises(CommandError, match=words):
        run(files, corrections=files["corrections"], accept_unsure=True)
    assert DocumentVersion.objects.count() == 1


def test_corrections_of_a_first_version_are_refused(shelf: Any, tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text(FIRST)
    with pytest.raises(CommandError, match="nothing to correct"):
        call_command("import_guideline", str(tmp_path / "first.txt"), write_corrections=tmp_path / "c.json")
    assert not DocumentVersion.objects.exists()


def test_links_are_flagged_by_what_a_person_said(files: dict[str, Path], home: Any) -> None:
    """A split and a merger flag the links of every old provision in them but the one that goes on as it was."""
    from guidelines.models import Provision
    from practices.models import ToolIndexPage, ToolPage, ToolProvision

    index = home.add_child(instance=ToolIndexPage(title="Tools", slug="tools-here"))
    tool = index.add_child(instance=ToolPage(title="Lamp map", slug="lamp-map", code="lamp-map", kind="app"))
    for provision in Provision.objects.all():
        ToolProvision.objects.create(tool=tool, provision=provision, document="charter", address=provision.key)
    said = {
        "1": {"is": "split", "of": ["1"]},
        "5": {"is": "split", "of": ["1"]},
        "3": {"is": "merged", "of": ["3", "4"]},
        "4": {"is": "new"},
    }
    files["corrections"].write_text(json.dumps({"provisions": said}))
    run(files, corrections=files["corrections"])
    flagged = dict(ToolProvision.objects.filter(state="check").values_list("provision__key", "reason"))
    assert flagged == {"1": "split", "4": "merged"}
