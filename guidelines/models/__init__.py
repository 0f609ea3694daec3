"""Models of the room: the shared vocabulary, and normative texts with their versions and provisions."""

from guidelines.models.amendments import Amendment, AmendmentAction, AmendmentComment, AmendmentEvidence
from guidelines.models.digests import ProvisionDigest
from guidelines.models.docket_letters import DocketLetter, NoDocketLetters
from guidelines.models.documents import GuidelineDocument, GuidelineIndexPage
from guidelines.models.editions import EditionStands, ReportEdition
from guidelines.models.indicators import Indicator, IndicatorLink
from guidelines.models.letters import AskedParty, NoReviewLetters, ReviewLetter
from guidelines.models.links import ProvisionLinkBase
from guidelines.models.provisions import Lineage, Provision, ProvisionVersion
from guidelines.models.reviews import CallForPractices, Contribution, LocalProvision, ReviewRound
from guidelines.models.sdg import SdgGoal, SdgTarget
from guidelines.models.terms import LabelledTerm
from guidelines.models.versions import DocumentVersion, Section
from guidelines.models.vocabulary import (
    Approach,
    JusticeStrand,
    Keyword,
    Lever,
    PopulationGroup,
    Theme,
    ThemeGroup,
)
from guidelines.models.work import PendingImport, WorkingEdit

__all__ = [
    "Amendment",
    "AmendmentAction",
    "AmendmentComment",
    "AmendmentEvidence",
    "Approach",
    "AskedParty",
    "CallForPractices",
    "Contribution",
    "DocketLetter",
    "DocumentVersion",
    "EditionStands",
    "GuidelineDocument",
    "GuidelineIndexPage",
    "Indicator",
    "IndicatorLink",
    "JusticeStrand",
    "Keyword",
    "LabelledTerm",
    "Lever",
    "Lineage",
    "LocalProvision",
    "NoDocketLetters",
    "NoReviewLetters",
    "PendingImport",
    "PopulationGroup",
    "Provision",
    "ProvisionDigest",
    "ProvisionLinkBase",
    "ProvisionVersion",
    "ReportEdition",
    "ReviewLetter",
    "ReviewRound",
    "SdgGoal",
    "SdgTarget",
    "Section",
    "Theme",
    "ThemeGroup",
    "WorkingEdit",
]
