"""Thousands of practices in one command: how many a second, how much memory, and the search index at the end.

    nice python -m benchmarks.imports --records 10000 [--write] [--profile FILE]

Works on a copy of the site's database (SQLite, after `make run`). The records are made up: a depth-1 text with an
outcome, a building block, a precondition, a source and tags, under the real cities of the copy. The same file is then
imported again (nothing may change) and once more with every fourth text changed.
"""

from __future__ import annotations

import argparse
import cProfile
import csv
import io
import json
import os
import platform
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "imports.md"
COLUMNS = (
    "title", "city", "claim", "summary", "kind", "scale", "start", "lifecycle", "themes", "approaches", "sdg",
    "population", "provisions", "keywords", "problem", "intervention", "mechanism", "outcomes", "blocks",
    "preconditions", "sources", "first_steps",
)  # fmt: skip
THINGS = ("lamps", "a night bus", "street wardens", "a school route", "market stalls", "a youth house", "benches")
PLACES = ("the station", "the old market", "the river bank", "two schools", "the housing estate", "the bus terminal")


def rows(count: int, cities: list[str], themes: list[str]) -> Iterator[list[str]]:
    """Made-up records, the same for the same arguments."""
    rng = random.Random(11)
    for number in range(count):
        thing, place = rng.choice(THINGS), rng.choice(PLACES)
        before, after = rng.randrange(30, 60), rng.randrange(20, 70)
        direction = "positive" if after > before else "none"
        told = (
            f"{thing} at {place}, number {number}: residents were asked, the council paid, and it was kept for a year. "
        )
        yield [
            f"{thing.capitalize()} near {place} {number}", rng.choice(cities), f"More people use {place} after dark.",
            told * 3, "practice", "neighbourhood", "2019", "running", "; ".join(rng.sample(themes, 2)), "situational",
            "target=11.7 | relation=direct", "group=women-girls | role=beneficiary",
            "address=26(f)(i) | role=implements", f"{thing}; benchmark", f"People avoid {place} after dark. {told}",
            told * 2, f"Who is seen is safer; {thing} let people see and be seen.",
            f"outcome=perceived-safety | level=symptom | indicator=Feels safe after dark | baseline={before} | "
            f"result={after} | unit=% | comparison=before-after | direction={direction} | sources=study",
            f"name={thing.capitalize()} | description={told} | kind=core", "kind=money | title=Upkeep | need=must",
            f"key=study | kind=report | title=What changed at {place} | year=2020", "Walk the route together.",
        ]  # fmt: skip


def file_of(count: int, changed: bool = False) -> bytes:
    """The CSV file. changed: every fourth record says something else."""
    from cities.models import CityPage
    from guidelines.models import Theme

    cities = sorted(CityPage.objects.filter(demonstration=False).values_list("code", flat=True))
    themes = sorted(Theme.objects.values_list("code", flat=True))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number, row in enumerate(rows(count, cities, themes)):
        if changed and number % 4 == 0:
            row[COLUMNS.index("claim")] = "Counted again: about as many people as before."
        writer.writerow(row)
    return out.getvalue().encode()


@contextmanager
def timed(spent: dict[str, float], name: str, module: Any, attribute: str) -> Iterator[None]:
    """Add up the seconds a function takes."""
    real: Callable[..., Any] = getattr(module, attribute)

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        begun = time.perf_counter()
        try:
            return real(*args, **kwargs)
        finally:
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - begun

    with mock.patch.object(module, attribute, wrapper):
        yield


def imported(path: Path, content: bytes) -> dict[str, float]:
    """Seconds of one run of the command: the plan, the writing, the index; and what it said."""
    from django.core.management import call_command

    from practices.exchange_files import applying, planning
    from search import outbox

    path.write_bytes(content)
    spent: dict[str, float] = {}
    begun, used = time.perf_counter(), time.process_time()
    with (
        timed(spent, "plan", planning, "make_plan"),
        timed(spent, "write", applying, "apply_run"),
        timed(spent, "index", outbox, "drain"),
    ):
        call_command("import_records", path, stdout=io.StringIO())
    return {**spent, "whole": time.perf_counter() - begun, "processor": time.process_time() - used}


def measure(options: argparse.Namespace) -> None:
    """In the process that works on the copy."""
    import django

    django.setup()
    from django.db import connection

    from practices.models import PracticePage
    from search.models import OutboxEntry

    count = options.records
    before, path = PracticePage.objects.count(), options.on_copy.parent / "records.csv"
    profile = cProfile.Profile()
    if options.profile:
        profile.enable()
    first = imported(path, file_of(count))
    if options.profile:
        profile.disable()
        profile.dump_stats(options.profile)
    size = path.stat().st_size / 2**20
    require(PracticePage.objects.count() == before + count, "every record became a practice")
    require(not OutboxEntry.objects.waiting().exists(), "the index is up to date")
    print(f"first import: {first}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    again = imported(path, file_of(count))
    require("write" not in again, "the same file changes nothing")
    changed = imported(path, file_of(count, changed=True))
    require(
        PracticePage.objects.filter(claim__startswith="Counted again").count() == -(-count // 4), "a quarter changed"
    )
    with connection.cursor() as cursor:
        require(cursor.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "the database is sound")
        require(not cursor.execute("PRAGMA foreign_key_check").fetchall(), "no reference dangles")
    figures = {
        "records": count, "file, MB": size, "reading and plan, s": first["plan"], "writing, s": first["write"],
        "search index, s": first["index"], "whole command, s": first["whole"],
        "of it this process's own, s": first["processor"],
        "records a second while writing": count / first["write"],
        "records a second, whole command": count / first["whole"],
        "records a second of this process's own time, whole command": count / first["processor"],
        "other work: processes waiting for the 2 cores, on average": os.getloadavg()[1],
        "highest memory, MB": peak, "same file again (nothing to do), s": again["whole"],
        "a quarter changed: whole command, s": changed["whole"],
        "a quarter changed: records a second while writing": -(-count // 4) / changed["write"],
    }  # fmt: skip
    print("\n".join(f"{name}: {value:,.1f}" for name, value in figures.items()), flush=True)
    options.on_copy.write_text(json.dumps(figures))


def require(holds: bool, what: str) -> None:
    if not holds:
        raise RuntimeError(f"the benchmark stands on sand; not so: {what}")


def on_a_copy(source: Path, options: argparse.Namespace) -> dict[str, float]:
    """The figures, from a process that knows only a copy of the database and of its index."""
    with tempfile.TemporaryDirectory() as directory:
        copy, report = Path(directory) / "site.sqlite3", Path(directory) / "figures.json"
        with sqlite3.connect(source) as site, sqlite3.connect(copy) as made:
            site.backup(made)
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{copy}",
            "SEARCH_URL": f"embedded://{directory}/index",
            "VAR_DIR": directory,
        }
        subprocess.run([sys.executable, "manage.py", "reindex"], cwd=ROOT, env=environment, check=True)
        command = [sys.executable, "-m", "benchmarks.imports", "--on-copy", report, "--records", options.records]
        if options.profile:
            command += ["--profile", options.profile]
        subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=True)
        figures: dict[str, float] = json.loads(report.read_text())
        return figures


def write(figures: dict[str, float]) -> None:
    """The table into benchmarks/results/imports.md."""
    rows = "\n".join(f"| {name} | {f'{value:,.1f}'.removesuffix('.0')} |" for name, value in figures.items())
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite"
    command = f"python -m benchmarks.imports --records {figures['records']:.0f} --write"
    RESULT.write_text(
        f"""# An import of many practices: measured

One run of `{command}` ({machine}), beside other work on the
machine; seconds are those of the clock unless said otherwise. The command is `manage.py import_records`: read, judge
and plan, write in batches of 200 (each one transaction with its checkpoint), then bring the embedded search index up to
date. Every record has an outcome, a building block, a precondition, a source, two themes and other tags; each gets a
revision and an entry in the log. The aim is at least 100 records a second for the whole command at 10,000.

| figure | |
|---|---:|
{rows}
"""
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/results/imports.md")
    parser.add_argument("--profile", type=Path, help="a profile of the first import, for pstats")
    parser.add_argument("--on-copy", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    if options.on_copy:
        measure(options)
        return
    from django.conf import settings

    source = Path(str(settings.DATABASES["default"]["NAME"]))
    require(source.exists(), f"there is a SQLite database called {source.name}; run `make run` first")
    figures = on_a_copy(source, options)
    if options.write:
        write(figures)


if __name__ == "__main__":
    main()
