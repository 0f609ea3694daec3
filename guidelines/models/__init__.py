"""Models of the room: the shared vocabulary, and normative texts with their versions and provisions."""

from guidelines.models.digests import ProvisionDigest
from guidelines.models.documents import GuidelineDocument, GuidelineIndexPage
from guidelines.models.links import ProvisionLinkBase
from guidelines.models.provisions import Lineage, Provision, ProvisionVersion
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

__all__ = [
    "Approach",
    "DocumentVersion",
    "GuidelineDocument",
    "GuidelineIndexPage",
    "JusticeStrand",
    "Keyword",
    "LabelledTerm",
    "Lever",
    "Lineage",
    "PopulationGroup",
    "Provision",
    "ProvisionDigest",
    "ProvisionLinkBase",
    "ProvisionVersion",
    "SdgGoal",
    "SdgTarget",
    "Section",
    "Theme",
    "ThemeGroup",
]
