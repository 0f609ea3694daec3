"""Versions are published, sealed and chained; identities and links follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from guidelines.comparing import compare_versions, provision_history
from guidelines.models import DocumentVersion, Lineage, Provision, ProvisionVersion
from guidelines.querysets import TextIsSealed
from guidelines.sealing import TABLES
from guidelines.selectors import current_version, version_as_of
from guidelines.services import ImportNotPossible, PublishNotPossible, publish_version
from guidelines.stored_text import load_tree
from guidelines.verification import verify_chains
from tests.guidelines.conftest import FIRST

LONG = (
    "1. The city lights every street and square "
    "and repairs a broken lamp within three days of any report by a neighbour.\n"
    "2. Benches stay open to everybody at every hour of the day and the night.\n"
    "3. Nobody is sent away from a bench without a reason that is written down.\n"
)
SPLIT_AND_MERGED = (
    "1. The city lights every street and square.\n"
    "2. It repairs a broken lamp within three days of any report by a neighbour.\n"
    "3. Benches stay open to everybody at every hour of the day and the night. "
    "Nobody is sent away from a bench without a reason that is written down.\n"
)

Publish = Callable[..., Any]
SECOND = (
    FIRST.replace("1. Every street", "1. No lamp is sold.\n2. Every street")
    .replace("2. The city", "3. The city")
    .replace("3. Neighbours", "4. Neighbours")
    .replace("4. Nobody", "5. Nobody")
    .replace("twice a year", "four times a year")
)


def test_provisions_keep_their_identity_through_renumbering(publish: Publish) -> None:
    first, second = publish(), publish(SECOND)
    street = Provision.objects.get(document=first.document, key="1")
    assert [row.address for row in street.versions.order_by("version__number")] == ["1", "2"]
    comparison = compare_versions(first, second)
    assert comparison.counts == {"new": 1, "renumbered": 6, "reworded": 1}
    assert [s.row.address for s in provision_history(street)] == ["2", "1"]


def test_a_number_freed_by_renumbering_gives_a_new_key(publish: Publish) -> None:
    first = publish()
    publish(SECOND)
    new = (
        Provision.objects.filter(document=first.document, versions__version__number=2)
        .exclude(versions__version__number=1)
        .get()
    )
    assert new.key == "1-2"


def test_published_text_refuses_change(publish: Publish) -> None:
    version = publish()
    row = version.provisions.first()
    row.wording = "changed"
    for attempt in (
        row.save,
        row.delete,
        version.save,
        version.delete,
        lambda: ProvisionVersion.objects.update(wording="x"),
        lambda: ProvisionVersion.objects.all().delete(),
        lambda: Lineage.objects.all().delete(),
    ):
        with pytest.raises(TextIsSealed):
            attempt()


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_too(publish: Publish, table: str) -> None:
    publish(LONG)
    publish(SPLIT_AND_MERGED, accept_unsure=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0]
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET version_id = version_id" if table != TABLES[0] else f"UPDATE {table} SET note = 'x'"
        )
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_what_was_never_published_can_be_removed(publish: Publish, editor: Any) -> None:
    """Only published rows are sealed: an edit, an import that waits, a text without a version."""
    from guidelines.models import GuidelineDocument, PendingImport
    from guidelines.services import save_edit

    document = publish().document
    street = Provision.objects.get(document=document, key="1")
    edit = save_edit(document=document, provision=street, wording="Every lane.", seen_revision=0, by=editor)
    waiting = PendingImport.objects.create(document=document, source_name="a.txt", text="1. A", status="draft")
    empty = document.get_parent().add_child(instance=GuidelineDocument(title="Empty", slug="empty", code="empty"))
    for row in (edit, waiting, empty):
        row.delete()
        assert not type(row).objects.filter(pk=row.pk).exists() or row.pk is None


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="another database has no connections without the guard")
def test_a_program_that_does_not_know_the_seal_cannot_remove_text(tmp_path: Path) -> None:
    import sqlite3

    from guidelines.sealing import know_the_guard, unsealed

    class Editor:
        """What `seal` asks of a schema editor, on a database of its own."""

        vendor = "sqlite"

        def __init__(self) -> None:
            self.connection = self
            self.raw = sqlite3.connect(tmp_path / "text.sqlite3")

        def execute(self, words: str) -> None:
            self.raw.execute(words)

    from guidelines.sealing import seal, unseal

    made = Editor()
    for table in TABLES:
        made.execute(f"CREATE TABLE {table} (id INTEGER)")
        made.execute(f"INSERT INTO {table} VALUES (1)")
    seal(None, made)
    made.raw.commit()
    for table in TABLES:
        with pytest.raises(sqlite3.OperationalError, match="guidelines_may_be_emptied"):
            made.execute(f"DELETE FROM {table}")
    know_the_guard(type("Connection", (), {"vendor": "sqlite", "connection": made.raw})())
    for table in TABLES:
        with pytest.raises(sqlite3.IntegrityError, match="never changes"):
            made.execute(f"DELETE FROM {table}")
        with unsealed():
            made.execute(f"DELETE FROM {table}")
    unseal(None, made)
    made.execute(f"DELETE FROM {TABLES[0]}")


def test_the_chain_verifies_and_notices_a_missing_row(publish: Publish) -> None:
    publish()
    publish(SECOND)
    assert verify_chains() == ([], 2)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # refuses the removal itself, unless its owner takes the guard away
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE guidelines_provisionversion DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER guidelines_provisionversion_kept")
        cursor.execute("DELETE FROM guidelines_provisionversion WHERE address = '5'")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_guidelines", verbosity=0)


def test_the_same_file_again_changes_nothing(publish: Publish) -> None:
    assert publish().pk == publish().pk
    assert DocumentVersion.objects.count() == 1


def test_another_text_under_the_same_code_is_refused(publish: Publish) -> None:
    publish()
    other = "".join(f"{n}. Completely different matter number {n} about rivers and boats.\n" for n in range(1, 9))
    with pytest.raises(ImportNotPossible, match="found again"):
        publish(other)
    assert DocumentVersion.objects.count() == 1


def test_text_as_of_a_day(publish: Publish) -> None:
    first = publish(date=date(2016, 7, 8))
    second = publish(SECOND, date=date(2016, 7, 18))
    document = first.document
    assert version_as_of(document, date(2016, 7, 7)) is None
    assert version_as_of(document, date(2016, 7, 17)).number == 1
    assert version_as_of(document, date(2020, 1, 1)).number == second.number


def test_a_version_published_meanwhile_is_not_overwritten(publish: Publish) -> None:
    first = publish()
    parts = load_tree(first)
    publish(SECOND)
    with pytest.raises(PublishNotPossible, match="published meanwhile"):
        publish_version(document=first.document, parts=parts, status="draft", expected_number=2)
    with pytest.raises(PublishNotPossible, match="unknown status"):
        publish_version(document=first.document, parts=parts, status="final")


def test_splits_and_mergers_are_recorded(publish: Publish) -> None:
    first = publish(LONG)
    publish(SPLIT_AND_MERGED, accept_unsure=True)
    kinds = set(Lineage.objects.filter(version__document=first.document).values_list("kind", flat=True))
    assert kinds == {"split", "merged"}


def test_a_comparison_names_both_sides_of_a_split_and_a_merger(publish: Publish) -> None:
    first, second = publish(LONG), publish(SPLIT_AND_MERGED, accept_unsure=True)
    changes = {(c.old and c.old.address, c.new and c.new.address): c for c in compare_versions(first, second).changes}
    said = {place: change.what for place, change in changes.items()}
    assert [code for c in changes.values() for code in c.changes].count("split") == 2, said
    assert [code for c in changes.values() for code in c.changes].count("merged") == 2, said
    kept = next(c for c in changes.values() if c.old and c.new and "merged" in c.changes)
    assert any(words.startswith("merged with ") for words in kept.what)
    steps = provision_history(kept.new.provision)  # type: ignore[union-attr]
    assert steps[0].change is not None
    assert "merged" in steps[0].change.changes


def test_a_deleted_provision_is_shown_below_what_lay_under_the_one_before_it(publish: Publish) -> None:
    first, second = publish(), publish(SECOND_WITHOUT_3)
    order = [(c.new or c.old).address for c in compare_versions(first, second).changes]  # type: ignore[union-attr]
    assert order == ["1", "2", "2(a)", "2(b)", "3", "3"]


SECOND_WITHOUT_3 = """I. Light

1. Every street has light.
2. The city repairs a lamp within three days:
(a) after its own round;
(b) after a report.

II. People

3. Nobody is sent away from a bench.
"""


@pytest.fixture
def linked(publish: Publish, home: Any) -> Any:
    """A tool of the practices room that is linked to "1" and "3" of the charter."""
    from practices.models import ToolIndexPage, ToolPage, ToolProvision

    version = publish()
    index = home.add_child(instance=ToolIndexPage(title="Tools", slug="tools-here"))
    tool = index.add_child(instance=ToolPage(title="Lamp map", slug="lamp-map", code="lamp-map", kind="app"))
    links = {}
    for key in ("1", "3", "4"):
        provision = Provision.objects.get(document=version.document, key=key)
        links[key] = ToolProvision.objects.create(tool=tool, provision=provision, document="charter", address=key)
    return links


def test_links_move_on_renumbering_and_ask_to_be_checked_on_rewording(linked: Any, publish: Publish) -> None:
    publish(SECOND.replace("5. Nobody is sent away from a bench.\n", ""))
    states = {}
    for key, link in linked.items():
        link.refresh_from_db()
        states[key] = (link.state, link.reason)
    assert states == {"1": ("current", ""), "3": ("check", "reworded"), "4": ("check", "deleted")}


def test_an_editor_confirms_a_link(linked: Any, publish: Publish, editor: Any) -> None:
    from guidelines.selectors.work import links_to_check
    from guidelines.services import confirm_link

    publish(SECOND)
    assert [(item.address, item.title) for item in links_to_check()] == [("4", "Lamp map")]
    confirm_link(link=links_to_check()[0].link, by=editor)
    assert links_to_check() == []


def test_a_translation_has_the_same_structure_and_leaves_the_version_in_force(publish: Publish, tmp_path: Path) -> None:
    first = publish()
    french = FIRST.replace("Every street has light.", "Chaque rue est éclairée.").replace("Light", "Lumière")
    file = tmp_path / "fr.txt"
    file.write_text(french)
    where = {"document": "charter", "translation_of": 1, "verbosity": 0, "stdout": StringIO(), "stderr": StringIO()}
    call_command("import_guideline", str(file), language="fr", **where)
    translation = DocumentVersion.objects.get(document=first.document, language="fr")
    assert translation.translation_of == first
    assert current_version(first.document) == first
    comparison = compare_versions(first, translation)
    assert comparison.across_languages
    assert comparison.counts == {"unchanged": 6}
    assert verify_chains() == ([], 2)
    file.write_text(french.replace("4. ", "5. ").replace("3. ", "4. ").replace("II.", "3. Eins.\n\nII."))
    with pytest.raises(CommandError, match="is only in this file"):
        call_command("import_guideline", str(file), language="es", **where)
