"""Models of the exchange between cities. None of them is ever in a search index, feed or public export."""

from network.models.exchanges import Action, Check, Exchange, ExchangeMember, File, Link, Meeting, Participant
from network.models.log import AuditEntry, Mail
from network.models.programmes import Consent, Coordinator, Membership, Programme
from network.models.rounds import Response, Round, Rule, Run, Snapshot
from network.models.sharing import Assessment, Market, MarketMark, PeerReview

__all__ = [
    "Action",
    "Assessment",
    "AuditEntry",
    "Check",
    "Consent",
    "Coordinator",
    "Exchange",
    "ExchangeMember",
    "File",
    "Link",
    "Mail",
    "Market",
    "MarketMark",
    "Meeting",
    "Membership",
    "Participant",
    "PeerReview",
    "Programme",
    "Response",
    "Round",
    "Rule",
    "Run",
    "Snapshot",
]
