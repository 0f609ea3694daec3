"""Errors of the matching engine. Every one says what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conflicts import Conflict


class MatchingError(Exception):
    """Base of all errors the engine raises on purpose."""


class InputError(MatchingError):
    """The document cannot be read as a problem.

    `path` is the place in the document (`$.cities[3].capacity`), `problem` what is wrong, `remedy` what helps.
    """

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}. {remedy}.")
        self.path, self.problem, self.remedy = path, problem, remedy


class ContradictoryRules(MatchingError):
    """No set of groups obeys all rules. `conflicts` are smallest sets of rules that cannot hold together."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__("The rules contradict each other: " + " | ".join(str(c) for c in conflicts))
        self.conflicts = tuple(conflicts)


class NoPlanInTime(MatchingError):
    """The time limit or a stop request came before any plan was found."""

    def __init__(self) -> None:
        super().__init__(
            "The run was stopped before any plan was found. Allow more time (--time-limit) or leave the limit out."
        )
