"""Why something could not be done, in words for the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext as _


class ExchangeError(Exception):
    """Base of everything below; the message is fit to be shown."""


class StepNotPossible(ExchangeError):
    """A round or exchange is not in the state the step needs."""


class Stale(ExchangeError):
    """Somebody else changed it meanwhile. what: its name, translated; current: the version now in the database."""

    def __init__(self, what: str, current: int) -> None:
        said = _("%(what)s was changed by somebody else meanwhile. Look at the newer version and try again.")
        super().__init__(said % {"what": what})
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
