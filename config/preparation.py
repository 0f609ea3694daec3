"""The steps that turn an empty database into a usable site, each repeatable and skipped when nothing changed."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from config import demo_logins, first_pages, roles
from config.env import BASE_DIR
from search import outbox
from search.service import get_engine

Say = Callable[[str], None]
State = dict[str, dict[str, object]]
""" step key → {"read": fingerprint of its inputs, "took": seconds}."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: key for the state file, words, seconds the first time takes, what it reads, what it does.

    reads: files and folders; the step is skipped while their contents, and the database, are as they were.
    """

    key: str
    what: str
    estimate: int
    run: Callable[[], object]
    reads: tuple[str, ...] = ()


def command(name: str, *arguments: str) -> Callable[[], object]:
    """A management command as a step's action, its output kept to problems."""
    return lambda: call_command(name, *arguments, verbosity=0)


# What the index is made from: contents, and the code that turns records into documents and facets.
INDEXED = (
    *(
        "practices/data/collection",
        "guidelines/data",
        "cities/data",
        "network/data",
        "search/engines",
        "search/analysis",
    ),
    *(f"{room}/{name}.py" for room in ("guidelines", "cities", "practices") for name in ("facets", "search_documents")),
    "guidelines/indicator_search.py",
)


def index() -> None:
    """Build the index anew, then let the queue of changes run dry."""
    call_command("reindex", verbosity=0)
    outbox.drain()


STEPS = (
    Step(
        "vocabulary",
        "Themes, SDG targets and other vocabularies",
        3,
        command("load_vocabulary"),
        ("guidelines/data/vocabulary", "guidelines/vocabulary_loader.py"),
    ),
    Step("pages", "First pages", 2, first_pages.make, ("config/first_pages.py", "config/data")),
    Step("roles", "Roles", 1, roles.make, ("config/roles.py",)),
    Step("countries", "Countries and gazetteer", 6, command("load_places"), ("cities/data",)),
    Step(
        "digests",
        "Guideline text",
        4,
        command("load_digests"),
        ("guidelines/data/digests", "guidelines/data/vocabulary/indicators.json"),
    ),
    Step(
        "collection",
        "Practices, cities, tools",
        60,
        command("load_collection"),
        ("practices/data/collection", "practices/importers"),
    ),
    Step("demo", "Demonstration network", 20, command("load_demo_network"), ("network/data", "network/demo")),
    Step("logins", "Demonstration logins", 2, demo_logins.make, ("config/demo_logins.py",)),
    Step("index", "Search index", 10, index, INDEXED),
)


def pending_migrations() -> bool:
    """Whether the database lacks a migration."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def fingerprint(places: Iterable[str]) -> str:
    """A hash of the contents of files and folders (names relative to the project)."""
    digest = hashlib.sha256()
    for place in places:
        root = BASE_DIR / place
        files = (
            sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
            if root.is_dir()
            else [root]
        )
        for file in files:
            if file.exists():
                digest.update(str(file.relative_to(BASE_DIR)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def prepare(say: Say, *, only: str | None = None) -> None:
    """Do every step that is due, with a line before and after it.

    say: receives each line. only: the key of a single step to do in any case.
    """
    state_file = Path(settings.VAR_DIR) / f"prepared-{database_name()}.json"
    state: State = json.loads(state_file.read_text()) if state_file.exists() else {}
    if "django_migrations" not in connections[DEFAULT_DB_ALIAS].introspection.table_names():
        state = {key: {**entry, "read": ""} for key, entry in state.items()}  # a new database: everything is due
    due = [step for step in STEPS if only == step.key or (only is None and is_due(step, state))]
    migrating = only is None and pending_migrations()
    whole = len(due) + migrating
    if not migrating and "config_homepage" in connections[DEFAULT_DB_ALIAS].introspection.table_names():
        first_pages.keep_address()
    if not whole:
        say("Database, content and index are up to date")
        return
    # Loading changes thousands of rows; the index is built once at the end instead of following each.
    with override_inline_drain():
        _do(say, due, state, state_file, migrating=migrating)


def is_due(step: Step, state: State) -> bool:
    """Whether a step's inputs changed since it was done, or its result is gone (an index that was deleted)."""
    if step.key == "index":
        status = get_engine().status()
        if not status.available or not status.documents:
            return True
    return state.get(step.key, {}).get("read") != fingerprint(step.reads)


def _do(say: Say, due: list[Step], state: State, state_file: Path, *, migrating: bool) -> None:
    whole = len(due) + migrating
    if migrating:
        timed(
            say,
            f"[1/{whole}] Database tables",
            state.get("migrate", {}).get("took", 40),
            command("migrate", "--no-input"),
        )
    for number, step in enumerate(due, start=1 + migrating):
        estimate = state.get(step.key, {}).get("took", step.estimate)
        took = timed(say, f"[{number}/{whole}] {step.what}", estimate, step.run)
        state[step.key] = {"read": fingerprint(step.reads), "took": took}
        state_file.write_text(json.dumps(state))


@contextmanager
def override_inline_drain() -> Iterator[None]:
    """While it lasts, changes are queued for the index and not drained."""
    before = settings.SEARCH_INLINE_DRAIN
    settings.SEARCH_INLINE_DRAIN = False
    try:
        yield
    finally:
        settings.SEARCH_INLINE_DRAIN = before


def timed(say: Say, what: str, estimate: object, action: Callable[[], object]) -> float:
    """Run an action between two lines; returns the seconds it took."""
    say(f"{what} (about {float(str(estimate)):.0f} s) …")
    begun = time.monotonic()
    action()
    took = time.monotonic() - begun
    say(f"{what}: done in {took:.0f} s")
    return took


def database_name() -> str:
    """A short name for the database in use, so that two databases have two states."""
    settings_dict = connections[DEFAULT_DB_ALIAS].settings_dict
    key = f"{settings_dict['ENGINE']}{settings_dict['HOST']}{settings_dict['NAME']}{settings.SEARCH_URL}"
    return hashlib.sha256(key.encode()).hexdigest()[:8]


__all__ = ["STEPS", "Step", "prepare"]
