"""The harness: formats it reads, what it refuses and with which words, and a whole run on a small collection."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import relevance, relevance_results
from benchmarks.relevance_collection import HALVES, Asked, BadCollection, load, narrowed, read_judgements
from benchmarks.relevance_report import Line, Report, without_itself

RECORDS = [
    {"_id": "d/1", "title": "Street lights", "text": "Lamps were put up in dark streets.", "metadata": {"url": "x"}},
    {"_id": "d/2", "title": "", "text": "Markets and traders; lamps too."},
    {"_id": "d/3", "text": "Schools teach children."},
]
QUERIES = [{"_id": "q1", "text": "street lamps", "extra": 1}, {"_id": "q2", "text": "children at school"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td/1\t2\nq1\td/2\t1\nq2\td/3\t1\n"


def write(directory: Path, *, qrels: str = QRELS, name: str = "qrels/test.tsv") -> Path:
    (directory / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in RECORDS) + "\n\n")
    (directory / "queries.jsonl").write_text("\n".join(json.dumps(row) for row in QUERIES))
    path = directory / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(qrels)
    return directory


@pytest.mark.parametrize("engine", ["embedded", "memory"])
def test_a_whole_run(tmp_path: Path, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "runs"
    code = relevance.main([str(write(tmp_path)), "--engine", engine, "--json", "--check", "--runs", str(kept)])
    report = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (report["records"], report["queries"], report["judgements"]) == (3, 2, 3)
    assert report["measures"]["recall@100"] == {"engine": 1.0, "plain": 1.0, "better": 0, "worse": 0, "p": 1.0}
    assert report["measures"]["MRR@10"]["engine"] == 1.0
    run = (kept / f"{tmp_path.name}.{engine}.run").read_text().splitlines()
    assert run[0].split()[:4] == ["q1", "Q0", "d/1", "1"]


def test_the_table_names_what_was_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    qrels = QRELS + "q9\td/1\t1\nq2\td/404\t1\n"
    assert relevance.main([str(write(tmp_path, qrels=qrels)), "--quiet"]) == 0
    shown = capsys.readouterr().out
    assert "plain BM25" in shown
    assert "1 judged queries are not in queries.jsonl (first: 'q9')" in shown
    assert "1 relevant records are not in the corpus (first: 'd/404')" in shown


def test_trec_judgements_without_heading_and_packed_files(tmp_path: Path) -> None:
    write(tmp_path, qrels="q1 0 d/1 2\nq2 0 d/3 1\n", name="qrels.tsv")
    text = (tmp_path / "corpus.jsonl").read_bytes()
    (tmp_path / "corpus.jsonl").unlink()
    (tmp_path / "corpus.jsonl.gz").write_bytes(gzip.compress(text))
    collection = load(tmp_path)
    assert collection.judged == {"q1": {"d/1": 2}, "q2": {"d/3": 1}}
    assert [record.id for record in collection.records()] == ["d/1", "d/2", "d/3"]


def test_the_split_is_chosen(tmp_path: Path) -> None:
    write(tmp_path, name="qrels/train.tsv")
    assert len(load(tmp_path).queries) == 2
    write(tmp_path, qrels="q1\td/1\t1\n", name="qrels/dev.tsv")
    assert len(load(tmp_path).queries) == 1
    assert len(load(tmp_path, "train").queries) == 2
    with pytest.raises(BadCollection, match=r"test\.tsv: no such file\. Splits there: dev, train"):
        load(tmp_path, "test")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("corpus.jsonl", '{"_id": "d/1", "text": "a"}\n{oops\n', "corpus.jsonl, line 2: not JSON"),
        ("corpus.jsonl", '{"_id": "d/1", "text": "a"}\n{"_id": "d/1", "text": "b"}', "line 2: the id 'd/1' was used"),
        ("corpus.jsonl", '{"text": "a"}', "line 1: no '_id'"),
        ("corpus.jsonl", '{"_id": "x"}', "line 1: no 'text' and no 'title'"),
        ("corpus.jsonl", "[1]", "line 1: not an object"),
        ("corpus.jsonl", '{"_id": "zz", "text": "a"}', "holds none of the 3 relevant records"),
        ("corpus.jsonl", "", "holds no record"),
        ("queries.jsonl", '{"_id": "q1"}', "queries.jsonl, line 1: no 'text'"),
        ("queries.jsonl", '{"_id": "other", "text": "a"}', "none of its 2 queries is in queries.jsonl"),
        ("qrels/test.tsv", "q1\td/1\n", "line 1: 2 columns"),
        ("qrels/test.tsv", "h\th\ts\nq1\td/1\tyes\n", "line 2: the score 'yes' is no number"),
        ("qrels/test.tsv", "h\th\ts\n", "holds no judgement"),
        ("qrels/test.tsv", "q1\td/1\t0\n", "no query has a relevant record"),
    ],
)
def test_errors_name_file_line_and_remedy(
    tmp_path: Path, name: str, content: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    (tmp_path / name).write_text(content)
    assert relevance.main([str(tmp_path), "--quiet"]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


def test_a_wrong_encoding_and_a_missing_file_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    (tmp_path / "qrels/test.tsv").write_bytes("q1\td/1\t1\nq\xff\td/1\t1\n".encode("latin-1"))
    with pytest.raises(BadCollection, match="not UTF-8"):
        read_judgements(tmp_path / "qrels/test.tsv")
    (tmp_path / "queries.jsonl").unlink()
    assert relevance.main([str(tmp_path)]) == 2
    assert "queries.jsonl: no such file" in capsys.readouterr().err
    assert relevance.main([str(tmp_path / "nowhere")]) == 2


def test_a_server_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [str(write(tmp_path)), "--engine", "elasticsearch", "--url", "http://127.0.0.1:9", "--quiet"]
    assert relevance.main(given) == 2
    assert "did not answer" in capsys.readouterr().err


def test_a_query_longer_than_the_public_form_allows_is_asked_in_full(tmp_path: Path) -> None:
    write(tmp_path)
    claim = "unrelated words that stand nowhere " * 30 + "children"
    (tmp_path / "queries.jsonl").write_text(json.dumps({"_id": "q2", "text": claim}))
    report = relevance.measure(load(tmp_path), "embedded", url="", language="en", quiet=True)
    assert report.measures["MRR@10"].engine == 1.0


def test_a_query_does_not_find_itself() -> None:
    asked = Asked("a", "To be  vegetarian")
    assert without_itself(["a", "b"], asked, "Food To be vegetarian helps") == ["b"]
    assert without_itself(["a", "b"], asked, "Something else under the same id") == ["a", "b"]
    assert without_itself(["a", "b"], asked, None) == ["a", "b"]


def test_the_halves_share_no_query_and_lack_none(tmp_path: Path) -> None:
    queries = [{"_id": f"q{n}", "text": "street lamps"} for n in range(40)]
    write(tmp_path, qrels="".join(f"q{n}\td/1\t1\n" for n in range(40)))
    (tmp_path / "queries.jsonl").write_text("\n".join(json.dumps(row) for row in queries))
    whole = load(tmp_path)
    development, hold_out = ({q.id for q in narrowed(whole, half).queries} for half in HALVES)
    assert not development & hold_out
    assert development | hold_out == {q.id for q in whole.queries} == set(narrowed(whole, "").judged)
    assert set(narrowed(whole, "hold-out").judged) == hold_out
    alone = narrowed(whole, "hold-out")
    with pytest.raises(BadCollection, match="no query falls into the half 'development'"):
        narrowed(alone, "development")


def measured(collection: str, engine: str, ndcg: float) -> Report:
    line = Line(engine=ndcg, plain=0.5, better=2, worse=1, p=0.25)
    return Report(collection, engine, 3, 2, 3, dict.fromkeys(("nDCG@10", "recall@100", "MRR@10"), line))


def test_a_measurement_is_kept_in_the_table_of_its_engine() -> None:
    head = "| collection | …\n|---|---|\n"
    page = f"# Relevance\n\n## Embedded engine\n\n{head}| mine | old |\n\n## Elasticsearch\n\n{head}\nAfterwards.\n"
    page = relevance_results.recorded(page, measured("mine", "embedded", 0.75))
    page = relevance_results.recorded(page, measured("cran", "elasticsearch", 0.625))
    embedded, elastic = page.split("## Elasticsearch")
    assert "old" not in embedded
    assert "| mine | 3 | 2 | 0.7500 | 0.5000 | **+0.2500** | 2 / 1 | 0.250 |" in embedded
    assert "| Cranfield: aeronautics, questions | 3 | 2 | 0.6250 |" in elastic
    assert elastic.endswith("|\n\nAfterwards.\n")
    with pytest.raises(ValueError, match="no table is kept for the engine 'memory'"):
        relevance_results.recorded(page, measured("cran", "memory", 0.5))


def test_a_half_or_an_engine_without_a_table_is_not_kept(tmp_path: Path) -> None:
    for asked in (["--half", "hold-out"], ["--engine", "memory"]):
        with pytest.raises(SystemExit):
            relevance.main([str(write(tmp_path)), "--write", *asked])
