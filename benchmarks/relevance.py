"""How good the search ranks: an engine of the product beside plain BM25, on any judged collection, in one run.

    python -m benchmarks.relevance DIR|own [DIR …] [--engine embedded|elasticsearch|memory] [--url http://127.0.0.1:9200]
        [--split test] [--half development|hold-out] [--language fr] [--json] [--runs DIR] [--check] [--write]

DIR holds corpus.jsonl, queries.jsonl and qrels/<split>.tsv or qrels.tsv, as the collections of BEIR do;
docs/algorithms/relevance.md tells the formats, the measures and what plain BM25 is. "own" is our judged set over the
starter collection. Nothing of the site is read or changed.
Exit code: 0, 1 with --check when an nDCG@10 is below that of plain BM25, 2 when something cannot be read or reached.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from pathlib import Path

import django

from benchmarks import relevance_collection, relevance_results, relevance_systems
from benchmarks.relevance_collection import HALVES, BadCollection, Collection, narrowed
from benchmarks.relevance_report import Report, compare, in_trec_form, without_itself
from benchmarks.relevance_systems import NAMES, from_files, lines, numbered, opened, progress, runs
from search.engines.address import AddressError
from search.queries import SearchError

OWN = "own"  # in place of a directory: our judged set over the starter collection


def measure(
    collection: Collection, engine_name: str, *, url: str, language: str, quiet: bool, kept: str = ""
) -> Report:
    """One collection with one engine.

    url: of the Elasticsearch server. language: two-letter code of records and queries that do not tell theirs, or "".
    kept: directory for both runs in TREC form. Raises BadCollection, SearchError.
    """
    if collection.name == OWN:
        from benchmarks.relevance_own import own_documents

        records = [(d.id, numbered(n, d.texts)) for n, d in enumerate(own_documents())]
        read = progress(records, "records", len(records), quiet=quiet)
    else:
        read = progress(from_files(collection, language), "records", lines(collection), quiet=quiet)
    with opened(engine_name, url) as engine:
        found, beside, ids, milliseconds = runs(collection.queries, read, engine, language, quiet=quiet)
    own = _own_records(collection) if collection.name != OWN else {}
    for run in (found, beside):
        for asked in collection.queries:
            run[asked.id] = without_itself(run[asked.id], asked, own.get(asked.id))
    if kept:
        _keep(Path(kept), collection.name, {engine_name: found, "plain": beside})
    return Report(
        collection=collection.name,
        engine=engine_name,
        records=len(ids),
        queries=len(collection.queries),
        judgements=sum(len(grades) for grades in collection.judged.values()),
        measures=compare(collection, engine_name, found, beside),
        milliseconds=milliseconds,
        notes=[*collection.unusable, *_unknown(collection, set(ids))],
    )


def _collection(directory: Path, split: str) -> Collection:
    """The collection in that directory, or our own. Raises BadCollection."""
    if str(directory) != OWN:
        return relevance_collection.load(directory, split)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()  # the words of our records are put together by the rooms they belong to
    from benchmarks.relevance_own import load_own

    return load_own()


def _own_records(collection: Collection) -> dict[str, str]:
    """The words of records that have the id of a query."""
    asked = {query.id for query in collection.queries}
    return {record.id: f"{record.title} {record.text}" for record in collection.records() if record.id in asked}


def _unknown(collection: Collection, ids: set[str]) -> list[str]:
    """A note on relevant records that the corpus does not hold. Raises BadCollection when it holds none of them."""
    relevant = {key for grades in collection.judged.values() for key, grade in grades.items() if grade > 0}
    missing = sorted(relevant - ids)
    if len(missing) == len(relevant):
        raise BadCollection(
            f"{collection.corpus}: holds none of the {len(relevant)} relevant records (the first is '{missing[0]}'). "
            "The ids of corpus and judgements must be the same; look for a prefix or for swapped columns."
        )
    if not missing:
        return []
    example = f"{len(missing)} relevant records are not in the corpus (first: '{missing[0]}')"
    return [f"{example}; they count as not found, so that no ranking can reach 1"]


def _keep(directory: Path, name: str, kept: dict[str, relevance_systems.Run]) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for system, run in kept.items():
        (directory / f"{name}.{system}.run").write_text(in_trec_form(run, system), encoding="utf-8")


def arguments(given: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", nargs="+", type=Path, help=f"directory of a collection, or {OWN}")
    parser.add_argument("--engine", choices=NAMES, default="embedded")
    parser.add_argument("--url", default=os.environ.get("ELASTICSEARCH_TEST_URL", ""), help="of Elasticsearch")
    parser.add_argument("--split", default="", help="qrels/<split>.tsv (default: test, dev or train)")
    parser.add_argument("--half", choices=HALVES, default="", help="these queries only, told by their ids")
    parser.add_argument(
        "--language", default="", help="of records (default en) and queries (default unknown) that do not tell"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a collection, a line each")
    parser.add_argument("--runs", default="", metavar="DIR", help="keep both rankings there, for trec_eval")
    parser.add_argument("--check", action="store_true", help="exit code 1 when below plain BM25 anywhere")
    parser.add_argument("--write", action="store_true", help="put the rows into benchmarks/results/relevance.md")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    chosen = parser.parse_args(given)
    if chosen.engine == "elasticsearch" and not chosen.url:
        parser.error("--engine elasticsearch needs --url, for example http://127.0.0.1:9200")
    if chosen.write and (chosen.half or chosen.engine not in relevance_results.HEADINGS):
        parser.error("--write keeps whole collections on the embedded engine and Elasticsearch; leave out --half")
    return chosen


def main(given: list[str] | None = None) -> int:
    """Measure every collection named; returns the exit code."""
    asked = arguments(given)
    enough = True
    for directory in asked.collection:
        try:
            collection = narrowed(_collection(directory, asked.split), asked.half)
            report = measure(
                collection,
                asked.engine,
                url=asked.url,
                language=asked.language,
                quiet=asked.quiet,
                kept=asked.runs,
            )
        except (BadCollection, SearchError, AddressError) as trouble:
            print(f"{directory.name}: {trouble}" if isinstance(trouble, SearchError) else trouble, file=sys.stderr)
            return 2
        enough = enough and report.is_at_least_plain
        print(json.dumps(report.as_json()) if asked.json else report.as_text() + "\n", flush=True)
        if asked.write:
            relevance_results.keep(report)
    return 1 if asked.check and not enough else 0


if __name__ == "__main__":
    logging.getLogger("safer_cities").setLevel(logging.CRITICAL)  # trouble is told once, above, without a trace
    sys.exit(main())
