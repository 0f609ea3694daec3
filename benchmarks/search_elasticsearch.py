"""How much the site adds to Elasticsearch: the engine against the very same request sent bare, and a whole rebuild.

    python -m benchmarks.search_elasticsearch [--documents 100000] [--queries 200] [--url URL] [--write]

Without --url a server of our own is started (see tests/elasticsearch). "bare" is the request's finished JSON sent with
the HTTP library alone and parsed; the two sides take turns query by query, so that both find the same warm caches.
`--write` puts the table into benchmarks/results/search-elasticsearch.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import urllib3

from benchmarks.search import FACETS, documents, percentile, queries
from search.engines.elastic import ElasticEngine, Patience
from search.engines.elastic.asking import FacetedRequest
from search.queries import Query
from tests.elasticsearch import nodes

INDEX = "benchmark"
BATCH = 2_000
ROOT = Path(__file__).resolve().parents[1]


def timed(action: Callable[[], object]) -> float:
    """Milliseconds by the clock: the server's work is not this process's, so its own processor time would hide it."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


@contextmanager
def server(url: str) -> Iterator[str]:
    """The given server, or one of our own with a gigabyte."""
    if url:
        yield url
        return
    node = nodes.Node("benchmark", nodes.BASE_PORT + 6, nodes.BASE_PORT + 26)
    nodes.start((node,), heap="1g")
    try:
        yield node.url
    finally:
        nodes.stop((node,))


def fill(engine: ElasticEngine, count: int) -> float:
    """Seconds of a rebuild through the seam."""
    begun = time.perf_counter()
    rebuild = engine.rebuild()
    rows = documents(count)
    while batch := list(itertools.islice(rows, BATCH)):
        rebuild.add(batch)
    rebuild.commit()
    return time.perf_counter() - begun


def bare(pool: urllib3.PoolManager, url: str, engine: ElasticEngine, query: Query) -> Callable[[], object]:
    """The same request, ready to be sent."""
    made = FacetedRequest(query, FACETS, None, INDEX)._s.to_dict() | {"timeout": "15000ms"}
    body = json.dumps(made).encode()
    address = f"{url}/{INDEX}/_search?allow_partial_search_results=false"
    headers = {"Content-Type": "application/json"}
    return lambda: json.loads(pool.request("POST", address, body=body, headers=headers).data)


def measure(url: str, count: int, asked: list[Query]) -> dict[str, float]:
    """All figures for one number of documents."""
    engine = ElasticEngine(f"{url}/{INDEX}", facets=FACETS, patience=Patience(read=20, server=15, write=60, manage=300))
    seconds = fill(engine, count)
    engine.manager.indices.forcemerge(index=INDEX, max_num_segments=1)
    pool = urllib3.PoolManager()
    # a query without a hit is asked again for its spelling; that is more work, not overhead
    asked = [query for query in asked if engine.search(query).total]
    ours, theirs, suggestions = [], [], []
    for number, query in enumerate(asked):
        sides = [(ours, lambda q=query: engine.search(q)), (theirs, bare(pool, url, engine, query))]
        for kept, action in sides if number % 2 else reversed(sides):
            kept.append(timed(action))
        suggestions.append(timed(lambda q=query: engine.suggest(q.text.split()[0][:3], "en", 8)))
    size = engine.status().size_bytes or 0
    for name in engine.indices.state().every:
        engine.indices.forget(name)
    return {
        "documents": count,
        "engine p50 ms": statistics.median(ours),
        "engine p95 ms": percentile(ours, 0.95),
        "bare p50 ms": statistics.median(theirs),
        "bare p95 ms": percentile(theirs, 0.95),
        "overhead": statistics.median(a / b for a, b in zip(ours, theirs, strict=True)),
        "overhead of the sums": sum(ours) / sum(theirs),
        "suggest p50 ms": statistics.median(suggestions),
        "suggest p95 ms": percentile(suggestions, 0.95),
        "rebuild s": seconds,
        "index MB": size / 1e6,
    }


def table(found: dict[str, float]) -> str:
    lines = [f"| figure | {int(found['documents']):,} documents |", "|---|---|"]
    lines += [f"| {name} | {value:.2f} |" for name, value in found.items() if name != "documents"]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--url", default="", help="an Elasticsearch that may be written to; default: one of our own")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with server(options.url) as url:
        found = table(measure(url, options.documents, queries(options.queries)))
    print(found)
    if options.write:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        target = ROOT / "benchmarks" / "results" / "search-elasticsearch.md"
        target.write_text(
            f"""# Elasticsearch: measured

One run of `python -m benchmarks.search_elasticsearch --write` ({machine}, one node of 8.19 with 1 GB on the same
machine): up to {options.queries} queries with hits, of one or two words with none to two selected facets, top 20 with
snippets and the counts of {len(FACETS)} facets, each under the others' selections. "bare" is the same JSON sent with
the HTTP library alone; "overhead" is the median of the ratios query by query. The rebuild goes through the seam in
batches of {BATCH}.

{found}
"""
        )


if __name__ == "__main__":
    main()
