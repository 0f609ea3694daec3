"""Answers as rows of text, for people who read or confirm them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from network.survey.definition import Question, Survey


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question and its answer in lines of text; no lines: not answered."""

    code: str
    question: str
    lines: tuple[str, ...]


def shown_answers(
    survey: Survey,
    answers: Mapping[str, Any],
    *,
    language: str = "en",
    themes: Mapping[str, str] | None = None,
    private: bool = True,
    words: Callable[[str], str] = str,
) -> tuple[AnswerRow, ...]:
    """Every question with its answer. themes: code → label. private: include what only the coordinator sees. words:
    says a code ("not-started", "yes") in the reader's language."""
    return tuple(
        AnswerRow(code, question.label(language), tuple(_lines(question, answers.get(code), themes or {}, words)))
        for code, question in survey.questions.items()
        if private or not question.private
    )


def _lines(question: Question, value: Any, themes: Mapping[str, str], words: Callable[[str], str]) -> list[str]:
    if value in (None, "", [], {}):
        return []
    if question.kind == "themes":
        return [_theme(question, row, themes, words) for row in value]
    if question.kind == "stages":
        return [f"{themes.get(theme, theme)}: {words(stage)}" for theme, stage in value.items()]
    if question.kind == "languages":
        return [f"{row['code']} ({words(row['level'])})" for row in value]
    if question.kind == "yes-no":
        return [words("yes" if value else "no")]
    return [words(str(value)) if question.kind == "choice" else str(value)]


def _theme(question: Question, row: Mapping[str, Any], themes: Mapping[str, str], words: Callable[[str], str]) -> str:
    """A theme and what is said about it: "Youth: they leave school early · a holiday programme"."""
    told = [
        words(str(row[extra])) if extra == "rests_on" else str(row[extra])
        for extra in question.extras
        if row.get(extra)
    ]
    theme = themes.get(row["theme"], row["theme"])
    return f"{theme}: {' · '.join(told)}" if told else theme
