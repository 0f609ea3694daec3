"""Keeping a measurement: its row in benchmarks/results/relevance.md, one table per engine, one row per collection."""

from __future__ import annotations

from pathlib import Path

from benchmarks.relevance_report import Report

RESULTS = Path(__file__).parent / "results" / "relevance.md"
HEADINGS = {"embedded": "## Embedded engine", "elasticsearch": "## Elasticsearch"}
LABELS = {
    "own": "our own judged set",
    "cran": "Cranfield: aeronautics, questions",
    "cisi": "CISI: library science, whole paragraphs as queries",
    "med": "Medline: medical questions",
    "cacm": "CACM: computing, questions",
    "adi": "ADI: documentation, tiny",
    "npl": "NPL (Vaswani): electronics, no titles",
    "scifact-test": "SciFact: scientific claims, 300 of the dev split",
    "scifact-train": "SciFact: 809 claims of the training split",
    "wikiqa": "WikiQA test: questions, answer sentences",
    "negconstraint": "NegConstraint: questions that exclude something",
    "xquad-mixed": "XQuAD, six languages in one index",
    "gov": "a part of TREC's .gov pages, topics of the Terabyte track",
}
"""Name of a collection's directory → what it is."""


def row(report: Report) -> str:
    """A line of the table."""
    label = LABELS.get(report.collection, report.collection)
    gain, recall, first = (report.measures[name] for name in ("nDCG@10", "recall@100", "MRR@10"))
    cells = [
        label,
        f"{report.records:,}",
        f"{report.queries:,}",
        f"{gain.engine:.4f}",
        f"{gain.plain:.4f}",
        f"**{gain.engine - gain.plain:+.4f}**",
        f"{gain.better} / {gain.worse}",
        f"{gain.p:.3f}",
        f"{recall.engine:.3f} / {recall.plain:.3f}",
        f"{first.engine:.3f} / {first.plain:.3f}",
    ]
    return f"| {' | '.join(cells)} |"


def recorded(page: str, report: Report) -> str:
    """The page with this measurement in the table of its engine, in place of an earlier one of the same collection.

    Raises ValueError when the page has no table for the engine.
    """
    lines = page.splitlines()
    heading = HEADINGS.get(report.engine)
    if heading not in lines:
        raise ValueError(f"no table is kept for the engine '{report.engine}'")
    begin = next(n for n in range(lines.index(heading), len(lines)) if lines[n].startswith("|---")) + 1
    end = next((n for n in range(begin, len(lines)) if not lines[n].startswith("|")), len(lines))
    new = row(report)
    same = [n for n in range(begin, end) if lines[n].split("|")[1] == new.split("|")[1]]
    if same:
        lines[same[0]] = new
    else:
        lines.insert(end, new)
    return "\n".join(lines) + "\n"


def keep(report: Report, path: Path = RESULTS) -> None:
    """Write it into the page. Raises ValueError as `recorded`."""
    path.write_text(recorded(path.read_text(encoding="utf-8"), report), encoding="utf-8")
