"""Any regular text, printed in lines or run together, is read back as it was."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from guidelines.importers.guideline_text import parse_guideline
from guidelines.importers.markers import roman, to_roman
from guidelines.text.tree import Node, Part, fold

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking whole texts takes minutes
WORD = st.sampled_from(
    [
        "streets",
        "lamps",
        "people",
        "council",
        "reports",
        "squares",
        "buses",
        "money",
        "girls",
        "night",
        "trust",
        "data",
        "care",
    ]
)
SENTENCE = st.lists(WORD, min_size=4, max_size=14).map(lambda words: " ".join(words).capitalize() + ".")


def items(kind: str, most: int, inside: st.SearchStrategy[list[Node]]) -> st.SearchStrategy[list[Node]]:
    def number(rows: list[tuple[str, list[Node]]]) -> list[Node]:
        names = [chr(ord("a") + n) if kind == "letter" else to_roman(n + 1) for n in range(len(rows))]
        return [
            Node(kind, name, words, marker=f"({name})", children=children)
            for name, (words, children) in zip(names, rows, strict=True)
        ]

    return st.lists(st.tuples(SENTENCE, inside), min_size=2, max_size=most).map(number)


NOTHING = st.just([])
ROMANS = items("roman", 12, NOTHING)
LETTERS = items("letter", 14, st.one_of(NOTHING, NOTHING, ROMANS))
PARAGRAPHS = st.lists(st.tuples(SENTENCE, st.one_of(NOTHING, LETTERS)), min_size=1, max_size=5)
TEXTS = st.lists(st.tuples(SENTENCE.map(lambda s: s.upper().rstrip(".")), PARAGRAPHS), min_size=1, max_size=5)


def build(rows: list[tuple[str, list[tuple[str, list[Node]]]]]) -> list[Part]:
    parts, count = [], 0
    for place, (title, paragraphs) in enumerate(rows, start=1):
        part = Part(to_roman(place).upper(), title)
        for words, children in paragraphs:
            count += 1
            part.nodes.append(Node("paragraph", str(count), words, marker=f"{count}.", children=children))
        parts.append(part)
    return parts


def lines_of(parts: list[Part], gap: str) -> list[str]:
    out = []
    for part in parts:
        out.append(f"{part.number}. {part.title}")
        out += [f"{node.marker} {node.wording}" for node in part.walk()]
    return gap.join(out).split("\n")


def shape(parts: list[Part]) -> list[tuple[str, str, list[tuple[str, str, str, int]]]]:
    def depth(nodes: list[Node], at: int) -> list[tuple[str, str, str, int]]:
        rows = []
        for node in nodes:
            rows.append((node.kind, node.number, fold(node.wording), at))
            rows += depth(node.children, at + 1)
        return rows

    return [(part.number, part.title, depth(part.nodes, 0)) for part in parts]


@settings(max_examples=60, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from(["\n", "\n\n"]))
def test_text_in_lines_is_read_as_printed(rows: list[tuple[str, list[tuple[str, list[Node]]]]], gap: str) -> None:
    parts = build(rows)
    assert shape(parse_guideline("\n".join(lines_of(parts, gap)).encode()).parts) == shape(parts)


@settings(max_examples=60, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS.filter(lambda rows: sum(len(p) for _, p in rows) >= 3))
def test_running_text_is_read_as_printed(rows: list[tuple[str, list[tuple[str, list[Node]]]]]) -> None:
    parts = build(rows)
    assert shape(parse_guideline(" ".join(lines_of(parts, "\n")).encode()).parts) == shape(parts)


@given(st.integers(min_value=1, max_value=99))
def test_roman_numbers_count_both_ways(value: int) -> None:
    assert roman(to_roman(value)) == value


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=400))
def test_any_text_is_read_or_refused_with_a_line(words: str) -> None:
    from guidelines.importers.guideline_text import UnreadableText

    refused: UnreadableText | None = None
    try:
        parse_guideline(words.encode())
    except UnreadableText as refusal:
        refused = refusal
    assert refused is None or (refused.line >= 1 and refused.reason)
