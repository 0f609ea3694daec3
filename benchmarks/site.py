"""The whole search page and the whole rebuild, through the ORM, at many practices; and Wagtail's database search.

    python -m benchmarks.site --documents 10000 100000 [--write] [--wagtail-up-to 100000] [--wagtail-most 60]

Works on a copy of the site's database (SQLite, after `make run` has loaded the collection): the practices there are
copied until there are enough. Times are of this process's own work (CPU) where other processes would disturb them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
WORDS = [
    "lighting", "women safety", "school streets", "police", "youth violence", "market vendors", "transport harassment",
    "park", "gang mediation", "audit walk", "public space", "neighbourhood", "hot spots", "mentoring", "alcohol",
    "bus stop", "community", "housing estate", "camera", "survey of victims", "reintegration", "street children",
]  # fmt: skip
FILTERS = [
    {}, {"theme": "inclusion"}, {"sdg": "11/11.7"}, {"grade": "E3"}, {"theme": "governance", "grade": "E2"},
    {"kind": "practice", "income": "high"}, {"direction": "positive", "sdg": "5"},
]  # fmt: skip
COMPARED = WORDS[::2]  # with Wagtail, which takes seconds for some
UNCOUNTED = {"Sec-GPC": "1"}  # what is sought is counted after the answer went out: no part of a page


def addresses(count: int) -> list[str]:
    """Search pages: words with none to two filters, a few without words, several views."""
    rng = random.Random(5)
    found = []
    for number in range(count):
        asked = dict(rng.choice(FILTERS))
        if number % 8:
            asked["q"] = rng.choice(WORDS)
        if number % 9 == 0:
            asked["view"] = rng.choice(["map", "table"])
        if number % 5 == 0:
            asked["page"] = str(rng.randrange(1, 4))
        found.append(f"/search/?{urlencode(asked)}")
    return found


def cpu(action: Callable[[], Any]) -> float:
    """Milliseconds of this process (all threads)."""
    begun = time.process_time()
    action()
    return (time.process_time() - begun) * 1000


def rebuild() -> dict[str, float]:
    """A whole reindex, and how much of it the engine itself took."""
    from search.engines.embedded.building import EmbeddedRebuild
    from search.rebuilding import reindex

    spent: list[float] = []
    real = EmbeddedRebuild.add

    def timed(self: EmbeddedRebuild, documents: Any) -> int:
        begun = time.process_time()
        added = real(self, documents)
        spent.append(time.process_time() - begun)
        return added

    EmbeddedRebuild.add = timed  # type: ignore[method-assign]
    memory: list[float] = []
    seconds = cpu(lambda: reindex(fresh=True, progress=lambda *a: memory.append(resident()))) / 1000
    EmbeddedRebuild.add = real  # type: ignore[method-assign]
    first, last = statistics.mean(memory[2:6] or memory), statistics.mean(memory[-4:])
    return {
        "rebuild through the ORM, s": seconds,
        "of it the raw engine, s": sum(spent),
        "rebuild to engine": seconds / sum(spent),
        "memory early in the rebuild, MB": first,
        "memory at its end, MB": last,
    }


def resident() -> float:
    """Megabytes of this process's own memory now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def pages(count: int) -> dict[str, float]:
    """Server time of search pages as a visitor asks for them, and the most SQL queries of one."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1", headers=UNCOUNTED)
    asked = addresses(count)
    for address in asked[:10]:
        client.get(address)
    from benchmarks.site_wagtail import percentile
    from search.service import get_engine

    get_engine()._current().view().counted.clear()  # type: ignore[attr-defined]
    took, queries = [], []
    for address in asked:
        with CaptureQueriesContext(connection) as caught:
            took.append(cpu(lambda a=address: require(client.get(a).status_code == 200, a)))
        queries.append(len(caught))
    return {
        "page p50, ms": statistics.median(took),
        "page p95, ms": percentile(took, 0.95),
        "SQL queries at most": max(queries),
    }


def require(holds: bool, what: str) -> None:
    if not holds:
        raise RuntimeError(f"the benchmark stands on sand: {what}")


def wagtail(options: argparse.Namespace) -> dict[str, float]:
    """The same questions to Wagtail's database search: 20 records, the total, and the facets it can count."""
    from benchmarks.site_wagtail import compare

    return compare(COMPARED, cpu, options.wagtail_most, lambda text: print(text, flush=True))


def measure(options: argparse.Namespace) -> None:
    """In the process that works on the copy; leaves the figures in the file the parent named."""
    import django

    django.setup()
    from benchmarks.site_copies import multiply
    from practices.models import PracticePage

    here = PracticePage.objects.count()
    require(here > 0, "no practice in the database; run `make run` first")
    wanted = options.documents[0]
    practices = multiply(-(-wanted // here) - 1)
    figures: dict[str, float] = {"practices": practices}
    compared = wanted <= options.wagtail_up_to
    for step in (rebuild, lambda: pages(options.pages), *((lambda: wagtail(options),) if compared else ())):
        figures |= step()
        print("\n".join(f"{name}: {value:,.1f}" for name, value in figures.items()), "\n", flush=True)
    options.on_copy.write_text(json.dumps(figures))


def measured(source: Path, documents: int, options: argparse.Namespace) -> dict[str, float]:
    """The figures of one size, from a process that knows only a copy of the database."""
    with tempfile.TemporaryDirectory() as directory:
        copy, report = Path(directory) / "site.sqlite3", Path(directory) / "figures.json"
        shutil.copy(source, copy)
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{copy}",
            "SEARCH_URL": f"embedded://{directory}/index",
            "VAR_DIR": directory,
        }
        asked = ["--documents", documents, "--pages", options.pages, "--wagtail-up-to", options.wagtail_up_to]
        asked += ["--wagtail-most", options.wagtail_most]
        command = [sys.executable, "-m", "benchmarks.site", "--on-copy", report, *asked]
        subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=True)
        figures: dict[str, float] = json.loads(report.read_text())
        return figures


def write(columns: list[dict[str, float]], options: argparse.Namespace) -> None:
    """The table of all sizes, a column each, into benchmarks/results/search-site.md."""
    target = ROOT / "benchmarks" / "results" / "search-site.md"
    target.parent.mkdir(exist_ok=True)
    names = dict.fromkeys(name for column in columns for name in column)
    cells = [[name, *(f"{c[name]:,.1f}".removesuffix(".0") if name in c else "" for c in columns)] for name in names]
    rows = "\n".join(f"| {' | '.join(row)} |" for row in cells)
    command = (
        f"python -m benchmarks.site --documents {' '.join(map(str, options.documents))} --pages {options.pages} "
        f"--wagtail-up-to {options.wagtail_up_to} --wagtail-most {options.wagtail_most:g} --write"
    )
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite"
    target.write_text(
        f"""# The search of a large site: measured

One run of `{command}` ({machine}). The collection's practices
copied with all their parts; embedded engine. Times are CPU time of the process, so that other work on the machine does
not count.

- "Rebuild" is everything from reading the database to the comparison at the end; "the raw engine" is the time inside
  its `add` alone. The aim is a ratio of at most 3.
- "Page" is the whole server side of a results page with every facet: words with none to two filters, some without
  words, as list, map and table. The queries are those of a reader who is not signed in and of these pages; what a page
  of all six kinds takes is in tests/snapshots/query_counts.json. What is sought is counted after the answer went out
  and is not in it. The aim is a p95 of at most 100 ms at 100,000.
- "Wagtail" is its own database search (SQLite FTS5) doing the same page: the same words in its index, 20 records, the
  total and facets by `.facet()`, declared for the measurement only (benchmarks/site_wagtail.py). "Own fields" are the
  facets it is meant to count, columns and many-to-many fields of the model; "all" adds those that its `.facet()` counts
  when it is given a path over tables. "Ours" is the search through the public gate, with cards and every facet.
  {2 * len(COMPARED)} questions, half of them with a filter. Totals differ because our words
  are reduced to their stems. A page of Wagtail's is ended after {options.wagtail_most:g} s of work; its time is then at
  least that, and so are the median and the ratio that rest on it. The aim is five times faster at 100,000.

| figure |{" |" * len(columns)}
|---|{"---:|" * len(columns)}
{rows}
"""
    )


def main() -> None:
    """Measure each size on a copy of the database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--wagtail-up-to", type=int, default=10_000, help="0: not at all")
    parser.add_argument("--wagtail-most", type=float, default=60, help="seconds of CPU before a page of it is ended")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/results/search-site.md")
    parser.add_argument("--on-copy", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.on_copy:
        measure(options)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.conf import settings

    source = Path(str(settings.DATABASES["default"]["NAME"]))
    require(source.exists(), f"no SQLite database at {source.name}; run `make run` first")
    columns = [measured(source, documents, options) for documents in options.documents]
    if options.write:
        write(columns, options)


if __name__ == "__main__":
    main()
