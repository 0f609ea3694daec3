"""Writes of the room. Keyword arguments only, all or nothing, refusing with a reason."""

from guidelines.services.amendments import (
    AmendmentNotPossible,
    accepted_text,
    decide_amendment,
    moderate_amendment,
    publish_accepted,
    reopen_amendment,
    submit_amendment,
    withdraw_amendment,
)
from guidelines.services.calls import call_for_practices
from guidelines.services.correcting import CorrectionsNotPossible, ImportNotPossible
from guidelines.services.digests import DigestsNotLoaded, load_digests
from guidelines.services.discussion import comment_on_amendment, moderate_comment
from guidelines.services.docket import DocketNotLoaded, LoadedDocket, load_docket
from guidelines.services.docket_record import recommend, record_action
from guidelines.services.editions import correct_report, publish_report
from guidelines.services.importing import (
    ImportPlan,
    apply_import,
    plan_import,
)
from guidelines.services.indicators import (
    AttachedReport,
    AttachNotPossible,
    attach_indicator,
    detach_indicator,
    load_indicator_links,
)
from guidelines.services.links import carry_links, confirm_link
from guidelines.services.publishing import LineageEntry, PublishNotPossible, publish_version
from guidelines.services.reviews import (
    RoundNotPossible,
    close_round,
    contribute,
    open_round,
)
from guidelines.services.vocabulary import SdgImportNotPossible, import_sdg_titles
from guidelines.services.working import EditConflict, publish_edits, save_edit

__all__ = [
    "AmendmentNotPossible",
    "AttachNotPossible",
    "AttachedReport",
    "CorrectionsNotPossible",
    "DigestsNotLoaded",
    "DocketNotLoaded",
    "EditConflict",
    "ImportNotPossible",
    "ImportPlan",
    "LineageEntry",
    "LoadedDocket",
    "PublishNotPossible",
    "RoundNotPossible",
    "SdgImportNotPossible",
    "accepted_text",
    "apply_import",
    "attach_indicator",
    "call_for_practices",
    "carry_links",
    "close_round",
    "comment_on_amendment",
    "confirm_link",
    "contribute",
    "correct_report",
    "decide_amendment",
    "detach_indicator",
    "import_sdg_titles",
    "load_digests",
    "load_docket",
    "load_indicator_links",
    "moderate_amendment",
    "moderate_comment",
    "open_round",
    "plan_import",
    "publish_accepted",
    "publish_edits",
    "publish_report",
    "publish_version",
    "recommend",
    "record_action",
    "reopen_amendment",
    "save_edit",
    "submit_amendment",
    "withdraw_amendment",
]
