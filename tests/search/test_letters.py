"""Subjects of letters: one line whatever stands in them, with the spaces a language needs."""

from __future__ import annotations

import pytest

from search.letters import one_line


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("A review\r\nBcc: all@example.org", "A review Bcc: all@example.org"),
        (" two\u2028lines\x85and\ttabs \n", "two lines and tabs"),
        ("Est-ce toujours vrai\xa0? Une de vos fiches", "Est-ce toujours vrai\xa0? Une de vos fiches"),
    ],
)
def test_a_subject_is_one_line_and_keeps_its_no_break_spaces(subject: str, line: str) -> None:
    assert one_line(subject) == line
