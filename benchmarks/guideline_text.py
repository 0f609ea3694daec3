"""A long text with many versions: what its pages cost a reader, against a short text in the same run.

    python -m benchmarks.guideline_text --texts 30x2 300x2 300x20 1000x20 [--write]

A text is so many provisions in so many versions; each version rewords one provision in ten. Works on a copy of the
site's database (SQLite, after `make run` has loaded the content). Aims: the text of 300 provisions in 20 versions opens
in 200 ms, and every page of it takes as many queries as that of the first, small text.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TIMES = 9
AIM_MS, AIM_OF = 200, "300x20"
SAYING = (
    "the city keeps streets lit and schools safe at every hour with those who use them, counts what happens there and"
    " publishes the result each year so that residents may judge what public money has changed near their homes"
)
WORDS = SAYING.split()


def sentence(rng: random.Random) -> str:
    """A provision of 25 to 60 words, about as long as those of real declarations."""
    return " ".join(rng.choices(WORDS, k=rng.randrange(25, 60))).capitalize() + "."


def reworded(wording: str, rng: random.Random) -> str:
    """The provision with three of its words changed."""
    words = wording.split()
    for place in rng.sample(range(1, len(words) - 1), 3):
        words[place] = rng.choice(WORDS)
    return " ".join(words)


def source(wordings: list[str]) -> bytes:
    """A text in sections of twenty numbered provisions."""
    lines = []
    for number, wording in enumerate(wordings, 1):
        if number % 20 == 1:
            lines.append(f"Section {number // 20 + 1}\n")
        lines.append(f"{number}. {wording}\n")
    return "\n".join(lines).encode()


def world(provisions: int, versions: int) -> tuple[Any, dict[str, float]]:
    """The text with all its versions, what the last took to publish, what an import of one more takes to plan."""
    from guidelines.importers.guideline_text import parse_guideline
    from guidelines.services import apply_import, plan_import, publish_version
    from guidelines.stored_text import load_tree
    from guidelines.text.tree import all_nodes

    rng = random.Random(11)

    def plan(wordings: list[str]) -> Any:
        return plan_import(parsed=parse_guideline(source(wordings)), title="Measured", code="measured")

    def changed(version: Any) -> tuple[Any, list[Any]]:
        parts = load_tree(version)
        nodes = list(all_nodes(parts))
        for node in rng.sample(nodes, max(1, len(nodes) // 10)):
            node.wording = reworded(node.wording, rng)
        return parts, nodes

    first = plan([sentence(rng) for _ in range(provisions)])
    version, published = apply_import(plan=first, status="draft", code="measured"), 0.0
    for _ in range(versions - 1):
        publish = partial(publish_version, document=version.document, parts=changed(version)[0], status="draft")
        published, version = spent(publish)
    wordings = [node.wording for node in changed(version)[1]]
    planned, _ = spent(partial(plan, wordings))
    return version, {"a version published, s": published, "an import planned, s": planned}


def spent(action: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of this process's own work, and what the action returned."""
    begun = time.process_time()
    found = action()
    return time.process_time() - begun, found


def addresses(versions: int) -> dict[str, str]:
    """Each kind of page of the text."""
    text = "/guidelines/measured"
    return {
        "text": f"{text}/",
        "provision": f"{text}/7/",
        "history of a provision": f"{text}/7/history/",
        "versions": f"{text}/versions/",
        "first against last version": f"{text}/compare/?from=1&to={versions}",
        "coverage": f"{text}/coverage/",
        "proposals": f"{text}/amendments/",
        "bracketed text": f"{text}/text/bracketed/",
        "API, the text": "/api/v1/guidelines/measured",
    }


def pages(versions: int) -> dict[str, float]:
    """Server time of the pages, the median of several, and their queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    found: dict[str, float] = {}
    for name, address in addresses(versions).items():
        client.get(address)
        took = []
        for _ in range(TIMES):
            with CaptureQueriesContext(connection) as caught:
                seconds, page = spent(partial(client.get, address))
            require(page.status_code == 200, f"{name}: {page.status_code}")
            took.append(seconds * 1000)
        found |= {f"{name}, ms": statistics.median(took), f"{name}, SQL queries": len(caught)}
    return found


def require(holds: bool, what: str) -> None:
    if not holds:
        raise RuntimeError(f"the benchmark stands on sand: {what}")


def measure(size: str, report: Path) -> None:
    """In the process that works on the copy."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    provisions, versions = map(int, size.split("x"))
    version, figures = world(provisions, versions)
    require(version.number == versions, f"{version.number} versions")
    require(version.provisions.count() == provisions, f"{version.provisions.count()} provisions")
    figures |= pages(versions)
    print(f"{size}\n" + "\n".join(f"{name}: {value:,.1f}" for name, value in figures.items()), "\n", flush=True)
    report.write_text(json.dumps(figures))


def measured(database: Path, size: str) -> dict[str, float]:
    """The figures of one size, from a process that knows only a copy of the database."""
    with tempfile.TemporaryDirectory() as directory:
        copy, report = Path(directory) / "site.sqlite3", Path(directory) / "figures.json"
        shutil.copy(database, copy)
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{copy}", "SEARCH_URL": "memory://"}
        command = [sys.executable, "-m", "benchmarks.guideline_text", "--texts", size, "--on-copy", str(report)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        figures: dict[str, float] = json.loads(report.read_text())
        return figures


def cell(name: str, value: float, first: float) -> str:
    """A figure, and for times how many times that of the first text it is."""
    if name.endswith("queries") or value == first:
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{value:,.1f} ({value / first:.1f}×)" if first else f"{value:,.1f}"


def write(columns: dict[str, dict[str, float]]) -> None:
    """The table, a column a text, into benchmarks/results/guideline_text.md."""
    first = next(iter(columns.values()))
    rows = "\n".join(
        f"| {name} | {' | '.join(cell(name, column[name], first[name]) for column in columns.values())} |"
        for name in first
    )
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite"
    (ROOT / "benchmarks" / "results" / "guideline_text.md").write_text(
        f"""# A long text with many versions: measured

One run of `python -m benchmarks.guideline_text --texts {" ".join(columns)} --write` ({machine}).
A column is a text: provisions x versions, each version rewording one provision in ten. Times are CPU time of the
process, so that other work on the machine does not count; pages are the median of {TIMES}; in brackets how many times
the first column. The aims: the page of {AIM_OF} in {AIM_MS} ms, and as many queries in every column.

| figure | {" | ".join(columns)} |
|---|{"---:|" * len(columns)}
{rows}
"""
    )


def main() -> None:
    """Measure each text on a copy of the database; ends with 1 when an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--texts", nargs="+", default=["30x2", "300x2", AIM_OF, "1000x20"], metavar="PROVISIONSxVERSIONS"
    )
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/results/guideline_text.md")
    parser.add_argument("--on-copy", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.on_copy:
        measure(options.texts[0], options.on_copy)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.conf import settings

    database = Path(str(settings.DATABASES["default"]["NAME"]))
    require(database.exists(), f"no SQLite database at {database.name}; run `make run` first")
    columns = {size: measured(database, size) for size in options.texts}
    if options.write:
        write(columns)
    missed = [
        f"{size}: {name} differ from the first text's: {value:.0f}"
        for size, column in columns.items()
        for name, value in column.items()
        if "queries" in name and value != next(iter(columns.values()))[name]
    ]
    if columns.get(AIM_OF, {}).get("text, ms", 0) > AIM_MS:
        missed.append(f"{AIM_OF} opens in {columns[AIM_OF]['text, ms']:.0f} ms, aim {AIM_MS}")
    print("\n".join(missed) or "Every aim is met.")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
