"""The whole search page and the whole rebuild, through the ORM, at many practices; and Wagtail's database search.

    python -m benchmarks.site --documents 100000 [--write] [--without-wagtail]

Works on a copy of the site's database (SQLite, after `make run` has loaded the collection): the practices there are
copied until there are enough. Times are of this process's own work (CPU) where other processes would disturb them.
"""

from __future__ import annotations

import argparse
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
FACETS_OF_WAGTAIL = ("lifecycle", "scale", "language")


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


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


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

    client = Client(SERVER_NAME="127.0.0.1")
    asked = addresses(count)
    for address in asked[:10]:
        client.get(address)
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


def wagtail() -> dict[str, float]:
    """The same questions to Wagtail's database search: 20 records, the total, and the facets it can count."""
    from django.core.management import call_command

    from practices.models import PracticePage
    from search.queries import Query
    from search.service import get_engine

    call_command("update_index", verbosity=0)
    known = {f.field_name for f in PracticePage.get_filterable_search_fields()}
    names = [name for name in FACETS_OF_WAGTAIL if name in known]
    theirs, ours = [], []

    def ask(words: str) -> None:
        results = PracticePage.objects.live().search(words, operator="and")
        list(results[:20])
        results.count()
        for name in names:
            results.facet(name)

    engine = get_engine()
    engine._current().view().counted.clear()  # type: ignore[attr-defined]
    for words in WORDS:
        theirs.append(cpu(lambda w=words: ask(w)))
        ours.append(cpu(lambda w=words: engine.search(Query(text=w, selected={"kind": ("practice",)}))))
    return {
        "Wagtail database search p50, ms": statistics.median(theirs),
        "Wagtail database search p95, ms": percentile(theirs, 0.95),
        "its facets counted": len(names),
        "ours with every facet p50, ms": statistics.median(ours),
        "ours with every facet p95, ms": percentile(ours, 0.95),
        "times faster, median": statistics.median(a / b for a, b in zip(theirs, ours, strict=True)),
    }


def measure(options: argparse.Namespace) -> None:
    """In the process that works on the copy."""
    import django

    django.setup()
    from benchmarks.site_copies import multiply
    from practices.models import PracticePage

    here = PracticePage.objects.count()
    require(here > 0, "no practice in the database; run `make run` first")
    practices = multiply(-(-options.documents // here) - 1)
    figures: dict[str, float] = {"practices": practices}
    for step in (rebuild, lambda: pages(options.pages), *(() if options.without_wagtail else (wagtail,))):
        figures |= step()
        print("\n".join(f"{name}: {value:,.1f}" for name, value in figures.items()), "\n", flush=True)
    if options.write:
        write(figures)


def write(figures: dict[str, float]) -> None:
    target = ROOT / "benchmarks" / "results" / "search-site.md"
    target.parent.mkdir(exist_ok=True)
    rows = "\n".join(f"| {name} | {value:,.1f} |" for name, value in figures.items())
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite"
    target.write_text(
        f"""# The search of a large site: measured

One run of `python -m benchmarks.site --write` ({machine}). The collection's practices copied with all their parts;
embedded engine. Times are CPU time of the process, so that other work on the machine does not count; "page" is the
whole server side of a results page with every facet (words with none to two filters, some without words, list, map
and table), "Wagtail database search" the same words with 20 records, total and the few facets it can count.

| figure | value |
|---|---|
{rows}
"""
    )


def main() -> None:
    """Copy the database, then measure in a process that knows only the copy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--without-wagtail", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/results/search-site.md")
    parser.add_argument("--on-copy", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.on_copy:
        measure(options)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.conf import settings

    source = Path(str(settings.DATABASES["default"]["NAME"]))
    require(source.exists(), f"no SQLite database at {source.name}; run `make run` first")
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory) / "site.sqlite3"
        shutil.copy(source, copy)
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{copy}",
            "SEARCH_URL": f"embedded://{directory}/index",
            "VAR_DIR": directory,
        }
        command = [sys.executable, "-m", "benchmarks.site", "--on-copy", *sys.argv[1:]]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
