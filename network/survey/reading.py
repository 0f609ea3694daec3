"""Answers as rows of text, for people who read or confirm them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
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
) -> tuple[AnswerRow, ...]:
    """Every question with its answer. themes: code → label. private: include what only the coordinator sees."""
    return tuple(
        AnswerRow(code, question.label(language), tuple(_lines(question, answers.get(code), themes or {})))
        for code, question in survey.questions.items()
        if private or not question.private
    )


def _lines(question: Question, value: Any, themes: Mapping[str, str]) -> list[str]:
    if value in (None, "", [], {}):
        return []
    if question.kind == "themes":
        return [
            ": ".join(
                [
                    themes.get(row["theme"], row["theme"]),
                    *(str(row[extra]) for extra in question.extras if row.get(extra)),
                ]
            )
            for row in value
        ]
    if question.kind == "stages":
        return [f"{themes.get(theme, theme)}: {stage}" for theme, stage in value.items()]
    if question.kind == "languages":
        return [f"{row['code']} ({row['level']})" for row in value]
    if question.kind == "yes-no":
        return ["yes" if value else "no"]
    return [str(value)]
