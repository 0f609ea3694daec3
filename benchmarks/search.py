"""How fast the embedded search is: engine against the same raw tantivy calls, memory, and a whole rebuild.

    python -m benchmarks.search --documents 10000 100000 [--queries 150] [--write]

Each figure is a median (and 95th percentile) of one run on this machine; ratios compare within that run, the two
sides taking turns query by query. `--write` puts the table into benchmarks/results/search.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import tantivy

from search.documents import Document, Text
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.answering import MOST_CODES, Asked
from search.engines.embedded.opened import Opened
from search.engines.embedded.schema import facet_field, fields_of, texts_of
from search.facets import Facet
from search.queries import Query

ROOT = Path(__file__).resolve().parents[1]
BATCH = 2_000
# facet: (codes, most codes of one record); the names and sizes of the site's own facets
SIZES = {
    "kind": (4, 1), "theme": (41, 4), "sdg": (120, 4), "population": (16, 3), "approach": (8, 2), "lever": (12, 3),
    "justice": (6, 2), "provision": (110, 4), "region": (120, 1), "country": (120, 1), "size": (6, 1),
    "income": (4, 1), "grade": (6, 1), "direction": (5, 2), "outcome": (20, 3), "record_kind": (3, 1),
    "lifecycle": (5, 1), "failure": (12, 1), "cost": (6, 1), "scale": (5, 1), "language": (12, 2), "year": (30, 1),
}  # fmt: skip
TREES = {"theme", "sdg", "provision", "region"}
FACETS = {name: Facet(name, name, tree=name in TREES) for name in SIZES}
COMMON = 60  # the words every second record holds; one query in ten has one of them


def vocabulary(rng: random.Random, words: int = 20_000) -> tuple[list[str], list[float]]:
    """Invented words with the frequencies of natural language (Zipf)."""
    sounds = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "sch", "lig", "mar"]
    found: dict[str, None] = {}
    while len(found) < words:
        found["".join(rng.choices(sounds, k=rng.randrange(2, 5)))] = None
    return list(found), [1 / (rank + 3) for rank in range(words)]


def documents(count: int, seed: int = 1) -> Iterator[Document]:
    """Generated practices: title, summary, body of about 150 words, codes of every facet, four of them trees."""
    rng = random.Random(seed)
    words, weights = vocabulary(rng)
    pool = rng.choices(words, weights, k=2_000_000 if count > 50_000 else 400_000)
    for key in range(count):
        at = rng.randrange(len(pool) - 200)
        codes = {}
        for name, (size, most) in SIZES.items():
            chosen = {rng.randrange(size) for _ in range(rng.randint(1, most))}
            codes[name] = tuple(f"g{c % 9}/c{c}" if name in TREES else f"c{c}" for c in sorted(chosen))
        text = Text(
            "en" if key % 5 else ("fr", "es")[key // 5 % 2],
            " ".join(pool[at : at + 6]),
            " ".join(pool[at + 6 : at + 28]),
            " ".join(pool[at + 28 : at + 28 + rng.randrange(80, 170)]),
            (rng.choice(words), rng.choice(words)),
        )
        published = date(2005, 1, 1) + timedelta(days=rng.randrange(7000))
        yield Document(f"practice:{key}", "practice", 1, (text,), codes, published, rng.choice(words).title())


def queries(count: int, seed: int = 2) -> list[Query]:
    """One or two words, common and rare, with none, one or two selected facets."""
    rng = random.Random(seed)
    words, weights = vocabulary(random.Random(1))
    found = []
    for _ in range(count):
        begin = 0 if rng.random() < 0.1 else COMMON
        text = " ".join(rng.choices(words[begin:3000], weights[begin:3000], k=rng.choice((1, 2, 2))))
        selected = {}
        for name in rng.sample(["theme", "grade", "income", "region", "year"], k=rng.randrange(3)):
            code = rng.randrange(SIZES[name][0])
            selected[name] = (f"g{code % 9}",) if name in TREES else (f"c{code}",)
        found.append(Query(text=text, selected=selected))
    return found


def raw(opened: Opened, query: Query) -> object:
    """The same page with tantivy alone: one search, the stored texts, tantivy's own snippets, and the counts."""
    view = opened.view()
    asked = Asked(view, query)
    searcher = view.searcher
    found = searcher.search(asked.all, query.size)
    generator = tantivy.SnippetGenerator.create(searcher, asked.words, view.schema, "text_en")
    rows = []
    for score, address in found.hits:
        stored = searcher.doc(address)
        text = next(texts_of(bytes(stored.get_first("source"))))
        snippet = generator.snippet_from_doc(tantivy.Document(text_en=f"{text.summary} {text.body}"))
        rows.append((score, stored.get_first("id"), text.title, snippet.fragment(), snippet.highlighted()))
    free = [name for name in FACETS if name not in asked.filters]
    counts = [searcher.aggregate(asked.all, aggregation(free))]
    counts += [searcher.aggregate(asked.under_others(name), aggregation([name])) for name in asked.filters]
    return found.count, rows, counts


def aggregation(names: list[str]) -> dict[str, object]:
    return {name: {"terms": {"field": facet_field(name), "size": MOST_CODES}} for name in names}


def timed(action: Callable[[], object]) -> float:
    """Milliseconds this thread worked; waiting for a processor that others use does not count."""
    begun = time.thread_time()
    action()
    return (time.thread_time() - begun) * 1000


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def memory() -> float:
    """Megabytes of this process's own memory (mapped index files are the system's cache, not counted)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return float("nan")


def build(engine: EmbeddedEngine, count: int) -> tuple[float, float]:
    """Seconds and peak megabytes of a rebuild through the seam."""
    begun, peak = time.process_time(), 0.0
    rebuild = engine.rebuild()
    batch: list[Document] = []
    for document in documents(count):
        batch.append(document)
        if len(batch) == BATCH:
            rebuild.add(batch)
            batch, peak = [], max(peak, memory())
    rebuild.add(batch)
    rebuild.commit()
    return time.process_time() - begun, peak


def build_raw(directory: Path, count: int) -> float:
    """Seconds tantivy alone takes for the same documents: one writer, the same number of commits."""
    directory.mkdir()
    opened = Opened(directory, FACETS)
    begun = time.process_time()
    writer = opened._index.writer(64_000_000, 1)
    for number, document in enumerate(documents(count), 1):
        writer.add_document(fields_of(document, FACETS))
        if number % BATCH == 0:
            writer.commit()
    writer.commit()
    writer.wait_merging_threads()
    return time.process_time() - begun


def measure(count: int, asked: list[Query]) -> dict[str, float]:
    """All figures for one number of documents."""
    with tempfile.TemporaryDirectory() as directory:
        engine = EmbeddedEngine(f"embedded://{directory}/index", facets=FACETS)
        before = memory()
        seconds, peak = build(engine, count)
        gc.collect()
        opened = engine._current()
        for query in asked[:20]:
            engine.search(query)
            raw(opened, query)
        opened.view().counted.clear()  # every count is counted
        ours, theirs = [], []
        for number, query in enumerate(asked):
            sides = [(ours, lambda q=query: engine.search(q)), (theirs, lambda q=query: raw(opened, q))]
            for kept, action in sides if number % 2 else reversed(sides):
                kept.append(timed(action))
        held = memory()
        size = sum(f.stat().st_size for f in (opened.path).rglob("*") if f.is_file()) / 1e6
        raw_seconds = build_raw(Path(directory) / "raw", count)
    return {
        "documents": count,
        "engine p50 ms": statistics.median(ours),
        "engine p95 ms": percentile(ours, 0.95),
        "raw p50 ms": statistics.median(theirs),
        "raw p95 ms": percentile(theirs, 0.95),
        "overhead": statistics.median(a / b for a, b in zip(ours, theirs, strict=True)),
        "overhead of the sums": sum(ours) / sum(theirs),
        "rebuild s": seconds,
        "raw build s": raw_seconds,
        "rebuild ratio": seconds / raw_seconds,
        "memory peak MB": peak - before,
        "memory serving MB": held,
        "index MB": size,
    }


def table(rows: list[dict[str, float]]) -> str:
    names = list(rows[0])
    lines = ["| " + " | ".join(["figure", *(f"{int(r['documents']):,} documents" for r in rows)]) + " |"]
    lines.append("|---" * (len(rows) + 1) + "|")
    for name in names[1:]:
        lines.append(f"| {name} | " + " | ".join(f"{row[name]:.2f}" for row in rows) + " |")
    return "\n".join(lines)


def main() -> None:
    """Each size in a process of its own, so that memory is that size's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=150)
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/results/search.md")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.documents[0], queries(options.queries))))
        return
    rows = []
    for count in options.documents:
        command = [sys.executable, "-m", "benchmarks.search", "--one", "--documents", str(count)]
        command += ["--queries", str(options.queries)]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout))
        print(table(rows[-1:]), flush=True)
    if options.write:
        write(table(rows), options.queries)


def write(found: str, count: int) -> None:
    target = ROOT / "benchmarks" / "results" / "search.md"
    target.parent.mkdir(exist_ok=True)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    target.write_text(
        f"""# Embedded search: measured

One run of `python -m benchmarks.search --write` ({machine}, tantivy {tantivy.__version__}): {count} queries of one
or two words with none to two selected facets, top 20 with snippets and the counts of {len(FACETS)} facets, each under
the others' selections. "raw" is the same page with tantivy's own calls (query objects, search, stored texts, its
snippet generator, aggregations) and nothing of ours. Times are processor time. "Overhead" is the median of the ratios
query by query. The rebuild goes through the seam in batches of {BATCH}, each on disk before the next; the raw build
commits as often.

{found}
"""
    )


if __name__ == "__main__":
    main()
