"""Between a page of the survey and a browser: fields to draw, answers out of what was posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from network.survey.answers import LEVELS, RESTS_ON, STAGES, Complaint
from network.survey.definition import Page, Question, Survey


@dataclass(frozen=True, slots=True)
class Field:
    """A question as a page draws it. rows: for lists, one dict per row (empty rows to type in included).
    choices: (value, label). error: what is wrong, or ""."""

    question: Question
    label: str
    help: str
    value: Any
    rows: tuple[Mapping[str, Any], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    error: str = ""


def form_fields(
    page: Page, answers: Mapping[str, Any], themes: Sequence[tuple[str, str]], complaints: Sequence[Any], language: str
) -> list[Field]:
    """The fields of a page, filled."""
    labels = dict(themes)
    return [
        Field(
            question,
            question.label(language),
            question.help(language),
            answers.get(question.code),
            _rows(question, answers, labels),
            _choices(question, themes),
            " ".join(c.message for c in complaints if isinstance(c, Complaint) and c.question == question.code),
        )
        for question in page.questions
    ]


def _rows(question: Question, answers: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[Mapping[str, Any], ...]:
    value = answers.get(question.code)
    if question.kind in ("themes", "languages"):
        given = [row for row in value or () if isinstance(row, Mapping)][: question.most]
        wanted = question.most if question.kind == "themes" else min(question.most, len(given) + 2)
        rows = given + [{}] * (wanted - len(given))
        return tuple({**row, "n": n, "cells": _cells(question, row)} for n, row in enumerate(rows))
    if question.kind == "stages":
        themes = [row["theme"] for code in ("challenges", "offers") for row in answers.get(code) or ()]
        return tuple(
            {"theme": t, "label": labels.get(t, t), "stage": (value or {}).get(t, "")} for t in dict.fromkeys(themes)
        )
    return ()


def _cells(question: Question, row: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """What a row asks beside its theme, in the order of the definition."""
    return tuple(
        {"name": name, "value": row.get(name, ""), "choices": RESTS_ON if name == "rests_on" else ()}
        for name in question.extras
    )


def _choices(question: Question, themes: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    if question.kind == "themes":
        return tuple(themes)
    if question.kind == "zone":
        return tuple((zone, zone) for zone in sorted(available_timezones()) if "/" in zone)
    if question.kind == "stages":
        return tuple((stage, stage.replace("-", " ")) for stage in STAGES)
    if question.kind == "languages":
        return tuple((level, level) for level in LEVELS)
    return tuple((option, option) for option in question.options)


def answers_from(survey: Survey, page_code: str, data: Any) -> dict[str, Any]:
    """The answers of one page out of posted fields ("challenges-0-theme"); what was left empty becomes None."""
    page = next(page for page in survey.pages if page.code == page_code)
    return {question.code: _read(question, data) for question in page.questions}


def _read(question: Question, data: Any) -> Any:
    code = question.code
    if question.kind == "themes":
        rows = [
            {name: text for name in ("theme", *question.extras) if (text := data.get(f"{code}-{n}-{name}", "").strip())}
            for n in range(question.most)
        ]
        return [row for row in rows if row.get("theme")]
    if question.kind == "languages":
        rows = [
            {"code": data.get(f"{code}-{n}-code", "").strip().lower(), "level": data.get(f"{code}-{n}-level", "")}
            for n in range(question.most)
        ]
        return [row for row in rows if row["code"]]
    if question.kind == "stages":
        prefix = f"{code}-"
        return {name.removeprefix(prefix): value for name, value in data.items() if name.startswith(prefix) and value}
    value = data.get(code, "").strip()
    if question.kind == "number":
        return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else (value or None)
    if question.kind == "yes-no":
        return value == "yes"
    return value


__all__ = ["RESTS_ON", "Field", "answers_from", "form_fields"]
