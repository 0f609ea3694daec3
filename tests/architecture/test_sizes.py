"""Small modules and functions: a reader should hold one in the head. The limits are decided, not measured."""

from __future__ import annotations

import ast
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("config", "search", "guidelines", "cities", "practices", "network")
MODULE_LINES = 300
MEDIAN_LINES = 120
FUNCTION_LINES = 40
pytestmark = pytest.mark.sqlite_only


def modules() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--", *(f"{room}/*.py" for room in ROOMS)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    return [ROOT / name for name in listed if "/migrations/" not in name and (ROOT / name).exists()]


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            documented = ast.get_docstring(node) is not None
            first = node.body[1] if documented and len(node.body) > 1 else node.body[0]
            yield node.name, (node.end_lineno or 0) - first.lineno + 1


def test_no_module_is_too_long() -> None:
    long = {str(p.relative_to(ROOT)): n for p in modules() if (n := len(p.read_text().splitlines())) > MODULE_LINES}
    assert not long, f"split before {MODULE_LINES} lines: {long}"


def test_the_usual_module_is_short() -> None:
    lengths = [n for p in modules() if (n := len(p.read_text().splitlines())) > 0]
    assert statistics.median(lengths) <= MEDIAN_LINES


def test_no_function_is_too_long() -> None:
    long = [
        f"{p.relative_to(ROOT)}:{name} ({n})"
        for p in modules()
        for name, n in functions(ast.parse(p.read_text()))
        if n > FUNCTION_LINES
    ]
    assert not long, f"split functions before {FUNCTION_LINES} lines: {long}"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(p.relative_to(ROOT))
        for p in modules()
        if p.read_text().strip() and ast.get_docstring(ast.parse(p.read_text())) is None
    ]
    assert not silent, f"open with a docstring of one to five lines: {silent}"


def test_commands_only_parse_and_call() -> None:
    long = [
        str(p.relative_to(ROOT))
        for p in modules()
        if "/management/commands/" in str(p) and len(p.read_text().splitlines()) > 60
    ]
    assert not long, f"move the work out of these commands: {long}"
