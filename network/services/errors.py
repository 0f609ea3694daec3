"""Why something could not be done, in words for the person who tried."""

from __future__ import annotations


class ExchangeError(Exception):
    """Base of everything below; the message is fit to be shown."""


class StepNotPossible(ExchangeError):
    """A round or exchange is not in the state the step needs."""


class Stale(ExchangeError):
    """Somebody else changed it meanwhile. current: the version now in the database."""

    def __init__(self, what: str, current: int) -> None:
        super().__init__(f"{what} was changed by somebody else meanwhile. Look at the newer version and try again.")
        self.current = current


class AnswersNotPossible(ExchangeError):
    """Survey answers are wrong. complaints: what is wrong with each, naming the question."""

    def __init__(self, complaints: list[object]) -> None:
        super().__init__("; ".join(str(complaint) for complaint in complaints))
        self.complaints = complaints


class RunNotPossible(ExchangeError):
    """The matching cannot be run now. winner: id of the run that is already under way, when there is one."""

    def __init__(self, message: str, winner: int | None = None) -> None:
        super().__init__(message)
        self.winner = winner


class InvitationNotPossible(ExchangeError):
    """An invitation cannot be sent, answered or withdrawn."""
