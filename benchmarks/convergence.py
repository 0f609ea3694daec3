"""How long after an editor publishes until a search finds it: the whole way over outbox, relay and index.

    python -m benchmarks.convergence [--edits 100] [--engines embedded elasticsearch] [--write]

Works on a copy of the site's database (SQLite, after `make run` has loaded the collection). An edit is a published
revision of a practice with a word nobody used before; the relay runs in a process of its own, as a site does
(`manage.py search_relay`); the engine is asked until it finds the word. Time by the clock, so other work on the machine
counts against us. `--write` puts the table into benchmarks/results/convergence.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.search import percentile
from benchmarks.search_elasticsearch import server

ROOT = Path(__file__).resolve().parents[1]
NAMES = {"embedded": "embedded", "elasticsearch": "Elasticsearch"}
WAIT = 30.0  # seconds until an edit counts as lost
LOOK = 0.02  # seconds between two looks


def edits(count: int) -> list[float]:
    """Seconds from each publication until the first search that finds it. Run in the process that knows the copy."""
    from practices.models import PracticePage
    from search.queries import Query
    from search.rebuilding import reindex
    from search.service import get_engine

    reindex(fresh=True)
    relay = subprocess.Popen([sys.executable, "manage.py", "search_relay"], cwd=ROOT)
    try:
        keys = list(PracticePage.objects.live().order_by("pk").values_list("pk", flat=True))
        took = []
        for number in range(-3, count):  # the first ones wait for the process to come up
            page = PracticePage.objects.get(pk=keys[number % len(keys)])
            word = f"zq{'abcdefghij'[number % 10]}{number + 100}x"
            page.title = f"{page.title[:80]} {word}"
            page.save_revision().publish()
            begun = time.monotonic()
            while not get_engine().search(Query(text=word)).total:
                if time.monotonic() - begun > WAIT:
                    raise RuntimeError(f"{word} was not found within {WAIT} seconds")
                time.sleep(LOOK)
            if number >= 0:
                took.append(time.monotonic() - begun)
                print(f"\r{number + 1}/{count}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return took
    finally:
        relay.send_signal(signal.SIGTERM)
        relay.wait()


def measured(source: Path, url: str, count: int) -> list[float]:
    """The seconds with one engine, on a copy of the database."""
    with tempfile.TemporaryDirectory() as directory:
        copy, report = Path(directory) / "site.sqlite3", Path(directory) / "seconds.json"
        shutil.copy(source, copy)
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{copy}",
            "VAR_DIR": directory,
            "SEARCH_URL": url or f"embedded://{directory}/index",
            "SEARCH_FALLBACK_URL": f"embedded://{directory}/stand-in" if url else "",
            "SEARCH_INLINE_DRAIN": "0",
        }
        command = [sys.executable, "-m", "benchmarks.convergence", "--edits", str(count), "--on-copy", str(report)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        seconds: list[float] = json.loads(report.read_text())
        return seconds


def table(found: dict[str, list[float]]) -> str:
    """A column an engine."""
    figures = {
        "edits": lambda s: f"{len(s)}",
        "found after, median, s": lambda s: f"{statistics.median(s):.2f}",
        "found after, p95, s": lambda s: f"{percentile(s, 0.95):.2f}",
        "found after, longest, s": lambda s: f"{max(s):.2f}",
    }
    lines = [f"| figure | {' | '.join(NAMES[name] for name in found)} |", f"|---|{'---:|' * len(found)}"]
    lines += [f"| {name} | {' | '.join(of(s) for s in found.values())} |" for name, of in figures.items()]
    return "\n".join(lines)


def write(found: str, options: argparse.Namespace) -> None:
    """The table into benchmarks/results/convergence.md."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    (ROOT / "benchmarks" / "results" / "convergence.md").write_text(
        f"""# From publishing to finding: measured

One run of `python -m benchmarks.convergence --edits {options.edits} --write` ({machine}; SQLite; one node of 8.19 on
the same machine): a practice is published with a new word, the relay runs in its own process, and the engine is asked
every {LOOK * 1000:.0f} ms until it finds the word. By the clock. The aim is a p95 of at most 2 s.

{found}
"""
    )


def main() -> None:
    """Measure each engine on a copy of the database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--engines", nargs="+", choices=sorted(NAMES), default=sorted(NAMES, reverse=True))
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/results/convergence.md")
    parser.add_argument("--on-copy", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    if options.on_copy:
        import django

        django.setup()
        options.on_copy.write_text(json.dumps(edits(options.edits)))
        return
    from django.conf import settings

    source = Path(str(settings.DATABASES["default"]["NAME"]))
    if not source.exists():
        raise SystemExit("There is no SQLite database to copy; run `make run` first.")
    found = {}
    for engine in sorted(options.engines, reverse=True):
        if engine == "embedded":
            found[engine] = measured(source, "", options.edits)
        else:
            with server("") as url:
                found[engine] = measured(source, f"{url}/convergence", options.edits)
    print(shown := table(found))
    if options.write:
        write(shown, options)


if __name__ == "__main__":
    main()
