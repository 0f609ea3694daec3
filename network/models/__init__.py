"""Models of the exchange between cities. None of them is ever in a search index, feed or public export."""

from network.models.exchanges import Action, Check, Exchange, ExchangeMember, File, Link, Meeting
from network.models.log import AuditEntry, Mail
from network.models.programmes import Consent, Coordinator, Membership, Programme
from network.models.rounds import Response, Round, Rule, Run, Snapshot

__all__ = [
    "Action",
    "AuditEntry",
    "Check",
    "Consent",
    "Coordinator",
    "Exchange",
    "ExchangeMember",
    "File",
    "Link",
    "Mail",
    "Meeting",
    "Membership",
    "Programme",
    "Response",
    "Round",
    "Rule",
    "Run",
    "Snapshot",
]
