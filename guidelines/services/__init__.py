"""Writes of the room. Keyword arguments only, all or nothing, refusing with a reason."""

from guidelines.services.importing import (
    ImportNotPossible,
    ImportPlan,
    apply_import,
    plan_import,
)
from guidelines.services.publishing import LineageEntry, PublishNotPossible, publish_version
from guidelines.services.vocabulary import SdgImportNotPossible, import_sdg_titles

__all__ = [
    "ImportNotPossible",
    "ImportPlan",
    "LineageEntry",
    "PublishNotPossible",
    "SdgImportNotPossible",
    "apply_import",
    "import_sdg_titles",
    "plan_import",
    "publish_version",
]
