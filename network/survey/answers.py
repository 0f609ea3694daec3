"""Checks answers against the questions; every complaint names the question and the remedy.

Shapes by kind of question: themes → [{"theme", "words", …}], text → str, choice → str, stages → {theme: stage},
languages → [{"code", "level"}], zone → str, number → int, yes-no → bool.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from network.survey.definition import Question, Survey

STAGES = ("not-started", "diagnosis", "plan", "action", "evaluated")
LEVELS = ("official", "working", "basic")
RESTS_ON = ("practice", "adoption", "experience")
WORDS_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with an answer: question code, place in a list (0 = the first) or None, and the remedy."""

    question: str
    message: str
    position: int | None = None

    def __str__(self) -> str:
        where = f"{self.question}[{self.position + 1}]" if self.position is not None else self.question
        return f"{where}: {self.message}"


def check(survey: Survey, answers: Mapping[str, Any], themes: Collection[str], *, complete: bool) -> list[Complaint]:
    """Everything wrong with the answers; an empty list means they can be kept.

    themes: known theme codes. complete: True when the city submits (required questions must be answered), False while
    it is still typing (what is there must make sense, nothing is demanded).
    """
    complaints = [
        Complaint(code, _("no such question in this survey")) for code in answers if code not in survey.questions
    ]
    for code, question in survey.questions.items():
        value = answers.get(code)
        if value in (None, "", [], {}):
            if complete and question.required:
                complaints.append(Complaint(code, _("an answer is needed before you submit")))
            continue
        complaints += _CHECKS[question.kind](question, value, themes)
    return complaints


def _text(question: Question, value: Any, themes: Collection[str]) -> Iterator[Complaint]:
    if not isinstance(value, str):
        yield Complaint(question.code, _("write a text"))
    elif len(value) > question.longest:
        yield Complaint(
            question.code, _("%(n)s characters; at most %(most)s") % {"n": len(value), "most": question.longest}
        )
    elif "\x00" in value:
        yield Complaint(question.code, _("contains a NUL character; remove it"))


def _choice(question: Question, value: Any, themes: Collection[str]) -> Iterator[Complaint]:
    if value not in question.options:
        yield Complaint(question.code, _("choose one of %(known)s") % {"known": ", ".join(question.options)})


def _number(question: Question, value: Any, themes: Collection[str]) -> Iterator[Complaint]:
    if isinstance(value, bool) or not isinstance(value, int) or not question.least <= value <= question.most:
        yield Complaint(
            question.code,
            _("give a whole number from %(least)s to %(most)s") % {"least": question.least, "most": question.most},
        )


def _yes_no(question: Question, value: Any, themes: Collection[str]) -> Iterator[Complaint]:
    if not isinstance(value, bool):
        yield Complaint(question.code, _("answer yes or no"))


def _zone(question: Question, value: Any, themes: Collection[str]) -> Iterator[Complaint]:
    if not isinstance(value, str) or value not in available_timezones():
        yield Complaint(question.code, _("choose a time zone of the list, for example Africa/Nairobi"))


def _themes(question: Question, value: Any, themes: Collection[str]) -> Iterator[Complaint]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield Complaint(question.code, _("give a list"))
        return
    if len(value) > question.most:
        yield Complaint(question.code, _("%(n)s given; at most %(most)s") % {"n": len(value), "most": question.most})
    chosen = [row.get("theme") for row in value]
    for position, row in enumerate(value):
        if not isinstance(row.get("theme"), str) or row["theme"] not in themes:
            yield Complaint(question.code, _("choose a theme of the list"), position)
        elif chosen.index(row["theme"]) < position:
            yield Complaint(question.code, _("this theme is already in the list; choose another"), position)
        if row.get("rests_on") not in (None, "", *RESTS_ON):
            yield Complaint(question.code, _("it rests on one of %(known)s") % {"known": ", ".join(RESTS_ON)}, position)
        for extra in set(row) - {"theme"}:
            if extra not in question.extras:
                yield Complaint(question.code, _("unknown part '%(part)s'") % {"part": extra[:40]}, position)
            elif not isinstance(row[extra], str) or len(row[extra]) > WORDS_LONGEST:
                yield Complaint(
                    question.code,
                    _("%(part)s: a text of at most %(most)s characters") % {"part": extra, "most": WORDS_LONGEST},
                    position,
                )


def _stages(question: Question, value: Any, themes: Collection[str]) -> Iterator[Complaint]:
    if not isinstance(value, dict):
        yield Complaint(question.code, _("give a stage per theme"))
        return
    for theme, stage in value.items():
        if theme not in themes:
            yield Complaint(question.code, _("unknown theme '%(theme)s'") % {"theme": str(theme)[:40]})
        if stage not in STAGES:
            yield Complaint(
                question.code, _("%(theme)s: choose one of %(known)s") % {"theme": theme, "known": ", ".join(STAGES)}
            )


def _languages(question: Question, value: Any, themes: Collection[str]) -> Iterator[Complaint]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield Complaint(question.code, _("give a list"))
        return
    if len(value) > question.most:
        yield Complaint(question.code, _("%(n)s given; at most %(most)s") % {"n": len(value), "most": question.most})
    codes = [row.get("code") for row in value]
    for position, row in enumerate(value):
        code = row.get("code")
        if codes.index(code) < position:
            yield Complaint(question.code, _("this language is already in the list; keep one line for it"), position)
        if not (isinstance(code, str) and 2 <= len(code) <= 3 and code.isascii() and code.isalpha()):
            yield Complaint(question.code, _("give the language's two-letter code, for example sw"), position)
        if row.get("level") not in LEVELS:
            yield Complaint(question.code, _("level: choose one of %(known)s") % {"known": ", ".join(LEVELS)}, position)


_CHECKS: Mapping[str, Callable[[Question, Any, Collection[str]], Iterator[Complaint]]] = {
    "text": _text,
    "choice": _choice,
    "number": _number,
    "yes-no": _yes_no,
    "zone": _zone,
    "themes": _themes,
    "stages": _stages,
    "languages": _languages,
}
