"""The survey's questions, read from a versioned file; a published version never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "data"
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. kind decides the shape of the answer (see network/survey/answers.py); most and least bound lists
    and numbers, longest bounds texts in characters; private: "coordinator" when the city's peers never see it."""

    code: str
    kind: str
    labels: Mapping[str, str]
    helps: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    least: int = 0
    most: int = 0
    longest: int = 500
    options: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    private: str = ""

    def label(self, language: str) -> str:
        """The question in a language, or in English."""
        return self.labels.get(language) or self.labels[FALLBACK]

    def help(self, language: str) -> str:
        """The sentence under the question, or an empty string."""
        return self.helps.get(language) or self.helps.get(FALLBACK, "")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the survey with its questions in order."""

    code: str
    titles: Mapping[str, str]
    questions: tuple[Question, ...]

    def title(self, language: str) -> str:
        """The page's heading in a language, or in English."""
        return self.titles.get(language) or self.titles[FALLBACK]


@dataclass(frozen=True, slots=True)
class Survey:
    """A version of the survey."""

    version: str
    pages: tuple[Page, ...]

    @property
    def questions(self) -> dict[str, Question]:
        """Code → question, in the order they are asked."""
        return {question.code: question for page in self.pages for question in page.questions}


@lru_cache(maxsize=8)
def survey(version: str) -> Survey:
    """The survey of a version ("1"). Raises LookupError naming the versions there are."""
    path = FOLDER / f"survey-{version}.yaml"
    known = sorted(p.stem.removeprefix("survey-") for p in FOLDER.glob("survey-*.yaml"))
    if version not in known:
        raise LookupError(f"survey version {version!r}: unknown; there are {', '.join(known)}")
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    questions = {code: _question(code, body) for code, body in raw["questions"].items()}
    pages = tuple(Page(p["code"], p["title"], tuple(questions[code] for code in p["questions"])) for p in raw["pages"])
    return Survey(raw["version"], pages)


def _question(code: str, body: Mapping[str, object]) -> Question:
    plain = {key: body[key] for key in ("kind", "required", "least", "most", "longest", "private") if key in body}
    lists = {key: tuple(body[key]) for key in ("options", "extras") if key in body}  # type: ignore[arg-type]
    return Question(code=code, labels=body["label"], helps=body.get("help", {}), **plain, **lists)  # type: ignore[arg-type]
