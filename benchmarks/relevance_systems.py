"""What is compared: an engine of the product, filled and asked through its seam, and plain BM25 beside it."""

from __future__ import annotations

import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from tqdm import tqdm

from benchmarks.relevance_bm25 import PlainBM25, bag
from benchmarks.relevance_collection import Asked, BadCollection, Collection
from search import limits
from search.analysis import field_language
from search.documents import Document, Text
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.queries import Query

DEPTH = 100  # hits looked at per query
BATCH, BATCH_CHARACTERS = 2_000, 8_000_000  # held at once while an engine is filled
KIND = "record"
NAMES = ("embedded", "elasticsearch", "memory")
SLOW = 5.0  # seconds between two lines of progress where there is no terminal

Run = dict[str, list[str]]
"""Query id → ids of the records found, best first."""

T = TypeVar("T")


@contextmanager
def opened(name: str, url: str = "") -> Iterator[Engine]:
    """An empty engine, removed afterwards. name: one of NAMES. url: of an Elasticsearch server, without an index."""
    if name == "memory":
        yield MemoryEngine(facets={})
    elif name == "embedded":
        with tempfile.TemporaryDirectory() as directory:
            yield EmbeddedEngine(f"embedded://{directory}/index", facets={})
    else:
        from search.engines.elastic import ElasticEngine, Patience
        from search.engines.elastic.client import answering

        unhurried = Patience(connect=5, read=120, server=100, extra=120, write=300)
        engine = ElasticEngine(f"{url.rstrip('/')}/relevance-{uuid.uuid4().hex[:12]}", facets={}, patience=unhurried)
        with answering("measure"):
            engine.indices.state()  # a server that is not there is told before anything is read
        try:
            yield engine
        finally:
            with answering("remove the index"):
                for index in engine.indices.state().every:
                    engine.indices.forget(index)
            engine.reader.close()


@dataclass(slots=True)
class Filled:
    """What was read once and is asked many times. ids: of the records, by number. languages: of the records."""

    plain: PlainBM25
    ids: list[str]
    languages: set[str]


def fill(records: Iterable[tuple[str, Document]], engine: Engine) -> Filled:
    """Read the records once, into the engine and into plain BM25.

    records: (id in the judgements, document numbered by `numbered`). At most BATCH of them or BATCH_CHARACTERS of text
    are held at a time, besides the ids and the arrays of plain BM25.
    """
    filled, batch, held = Filled(PlainBM25(), [], set()), list[Document](), 0
    rebuild = engine.rebuild()
    for key, document in records:
        texts = [(t.language, part) for t in document.texts for part in (t.title, *t.keywords, t.summary, t.body)]
        filled.plain.add(bag(texts))
        filled.languages.update(field_language(language) for language, _ in texts)
        filled.ids.append(key)
        batch.append(document)
        held += sum(len(part) for _, part in texts)
        if len(batch) == BATCH or held > BATCH_CHARACTERS:
            rebuild.add(batch)
            batch, held = [], 0
    rebuild.add(batch)
    rebuild.commit()
    engine.refresh()
    return filled


def from_files(collection: Collection, language: str) -> Iterator[tuple[str, Document]]:
    """The records of a collection as the product knows records: title and text, nothing else.

    language: of records that do not tell theirs, "" for English. Raises BadCollection.
    """
    number = -1
    for number, record in enumerate(collection.records()):
        yield record.id, numbered(number, (Text(record.language or language or "en", record.title, body=record.text),))
    if number < 0:
        raise BadCollection(f"{collection.corpus}: holds no record. Write one JSON object a line.")


def numbered(number: int, texts: tuple[Text, ...]) -> Document:
    """A document under a number, so that any id of a collection will do."""
    return Document(f"{KIND}:{number}", KIND, 1, texts)


def ask(engine: Engine, asked: Asked, language: str, ids: list[str], depth: int = DEPTH) -> list[str]:
    """The best records by the product: any of the words may occur, as the search page asks when none has them all.

    The text is handed over as a passage (Query.passage), so that a claim of 300 characters is asked in full; what is
    longer than limits.PASSAGE_CHARACTERS is cut there.
    """
    text = asked.text.replace("\x00", " ").encode(errors="ignore").decode()[: limits.PASSAGE_CHARACTERS]
    found: list[str] = []
    for page in range(1, -(-depth // limits.PAGE_SIZE_MAX) + 1):
        query = Query(
            text=text,
            language=asked.language or language,
            page=page,
            size=limits.PAGE_SIZE_MAX,
            facets=(),
            every_word=False,
            passage=True,
        )
        hits = engine.search(query).hits
        found += [ids[int(hit.id.partition(":")[2])] for hit in hits]
        if len(hits) < limits.PAGE_SIZE_MAX:
            break
    return found[:depth]


def ask_plain(filled: Filled, asked: Asked, depth: int = DEPTH) -> list[str]:
    """The best records by plain BM25. A query that does not tell its language is cut by the rules of each language the
    records have; a word that comes out the same counts once."""
    words: Counter[str] = Counter()
    for language in [asked.language] if asked.language else sorted(filled.languages):
        words |= Counter(bag([(language, asked.text)]))
    return [filled.ids[number] for number in filled.plain.best(words.elements(), depth)]


def runs(
    queries: Sequence[Asked],
    records: Iterable[tuple[str, Document]],
    engine: Engine,
    language: str,
    *,
    quiet: bool = False,
) -> tuple[Run, Run, list[str], float]:
    """Fill both and ask every query of both. records: as for `fill`. language: of queries that do not tell theirs.

    Returns what the engine found, what plain BM25 found, all record ids, and the engine's median milliseconds a query.
    """
    filled = fill(records, engine)
    found, beside, took = Run(), Run(), list[float]()
    for asked in progress(queries, "queries", len(queries), quiet=quiet):
        begun = time.perf_counter()
        found[asked.id] = ask(engine, asked, language, filled.ids)
        took.append(1000 * (time.perf_counter() - begun))
        beside[asked.id] = ask_plain(filled, asked)
    return found, beside, filled.ids, sorted(took)[len(took) // 2]


def lines(collection: Collection) -> int | None:
    """Lines of a corpus that is not packed, for the estimate."""
    if collection.corpus.suffix == ".gz":
        return None
    with collection.corpus.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def progress(items: Iterable[T], unit: str, total: int | None, *, quiet: bool) -> Iterator[T]:
    """The items, with a bar and an estimate on a terminal, else a line every few seconds."""
    if quiet or sys.stderr.isatty():
        yield from tqdm(items, total=total, unit=f" {unit}", disable=quiet, leave=False)
        return
    yield from _in_lines(items, unit, total, lambda line: print(line, file=sys.stderr, flush=True))


def _in_lines(items: Iterable[T], unit: str, total: int | None, say: Callable[[str], None]) -> Iterator[T]:
    begun = told = time.monotonic()
    for done, item in enumerate(items, 1):
        yield item
        now = time.monotonic()
        if now - told >= SLOW:
            told = now
            whole = f" of {total:,}" if total else ""
            left = f", about {(now - begun) / done * (total - done):.0f} s left" if total else ""
            say(f"{done:,}{whole} {unit}{left}")
