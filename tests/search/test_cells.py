"""No exported cell is a formula, and reading back restores it (S15)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.cells import neutral, restored

risky = st.text(alphabet=st.sampled_from(list("=+-@\t\r\n' \u00a0\u3000ab,\"")), max_size=30)


@pytest.mark.trust("S15")
@given(st.one_of(risky, st.text(max_size=60)))
def test_no_line_begins_like_a_formula_and_the_way_back_is_exact(value: str) -> None:
    cell = neutral(value)
    assert restored(cell) == value
    assert not re.match(r"[\t\r\n]", cell)
    for line in re.split(r"\r\n|\r|\n", cell):
        assert not re.match(r"[^\S\r\n\t]*[=+\-@\t]", line)


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1+1", "'=1+1"), ("  -x", "'  -x"), ("a\n=b", "a\n'=b"), ("plain", "plain"), (None, ""), (5, "5")],
)
def test_examples(value: object, cell: str) -> None:
    assert neutral(value) == cell
