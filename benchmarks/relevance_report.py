"""What a comparison says: means, wins and losses, chance; as a table for people and as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from benchmarks.relevance_collection import Asked, Collection
from benchmarks.relevance_metrics import MEASURES, chance
from benchmarks.relevance_systems import Run

EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """One measure. engine, plain: means over the queries. better, worse: queries on which the engine was. p: see
    relevance_metrics.chance."""

    engine: float
    plain: float
    better: int
    worse: int
    p: float


@dataclass(frozen=True, slots=True)
class Report:
    """A collection measured with one engine. notes: what was left out and why. milliseconds: median of a query."""

    collection: str
    engine: str
    records: int
    queries: int
    judgements: int
    measures: dict[str, Line]
    milliseconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def is_at_least_plain(self) -> bool:
        """Whether nDCG@10 is at least that of plain BM25."""
        line = self.measures["nDCG@10"]
        return line.engine >= line.plain - EQUAL

    def as_json(self) -> dict[str, object]:
        """Everything, for programs."""
        return asdict(self)

    def as_text(self) -> str:
        """A small table."""
        rows = [
            f"{self.collection}: {self.records:,} records, {self.queries:,} queries, {self.judgements:,} judgements",
            f"{'':22}" + "".join(f"{name:>12}" for name in self.measures),
            self._row(self.engine, {name: f"{line.engine:.4f}" for name, line in self.measures.items()}),
            self._row("plain BM25", {name: f"{line.plain:.4f}" for name, line in self.measures.items()}),
            self._row("difference", {n: f"{line.engine - line.plain:+.4f}" for n, line in self.measures.items()}),
            self._row("better / worse", {n: f"{line.better} / {line.worse}" for n, line in self.measures.items()}),
            self._row("p (randomisation)", {name: f"{line.p:.3f}" for name, line in self.measures.items()}),
            f"  {self.engine}: {self.milliseconds:.1f} ms a query (median)",
            *(f"  note: {note}" for note in self.notes),
        ]
        return "\n".join(rows)

    @staticmethod
    def _row(name: str, cells: Mapping[str, str]) -> str:
        return f"  {name:20}" + "".join(f"{cell:>12}" for cell in cells.values())


def compare(collection: Collection, engine: str, found: Run, beside: Run) -> dict[str, Line]:
    """Every measure of both runs over the collection's queries; a query without an answer counts as 0."""
    measures = {}
    for name, measure in MEASURES.items():
        ours = [measure(found.get(q.id, []), collection.judged[q.id]) for q in collection.queries]
        theirs = [measure(beside.get(q.id, []), collection.judged[q.id]) for q in collection.queries]
        differences = [a - b if abs(a - b) > EQUAL else 0.0 for a, b in zip(ours, theirs, strict=True)]
        measures[name] = Line(
            engine=sum(ours) / len(ours),
            plain=sum(theirs) / len(theirs),
            better=sum(d > 0 for d in differences),
            worse=sum(d < 0 for d in differences),
            p=chance(differences),
        )
    return measures


def without_itself(ranking: list[str], asked: Asked, itself: str | None) -> list[str]:
    """The ranking without the query's own record.

    In some collections (arguments that are looked for by an argument) the query is one of the records, under its own
    id; to find itself is no merit, and it is not judged. itself: the text of the record with the query's id, if any.
    """
    if itself is None or " ".join(asked.text.split()) not in " ".join(itself.split()):
        return ranking
    return [key for key in ranking if key != asked.id]


def in_trec_form(run: Run, name: str) -> str:
    """A run as trec_eval reads it."""
    return "".join(
        f"{query} Q0 {key} {rank} {len(keys) - rank} {name}\n"
        for query, keys in run.items()
        for rank, key in enumerate(keys, 1)
    )
