"""What was done, with what result."""

from practices.models.adoption import Adoption
from practices.models.collection import LoadedRecord
from practices.models.components import (
    BuildingBlock,
    Evaluation,
    PracticeSource,
    PracticeStep,
    Precondition,
    Stakeholder,
)
from practices.models.exchange_files import ImportBatch, ImportedRecord, ImportRun
from practices.models.links import (
    FurtherCity,
    PracticeKeyword,
    PracticePopulation,
    PracticeProvision,
    PracticeSdgTarget,
    PracticeTheme,
    ToolProvision,
)
from practices.models.outcome import Outcome
from practices.models.practice import PracticePage
from practices.models.profile import ProfileDraft
from practices.models.review import (
    Advice,
    Dispute,
    FieldQuestion,
    FieldRemark,
    ReviewAssignment,
    SignOff,
    Submission,
    SubmissionEvent,
    SubmissionState,
)
from practices.models.tools import ToolIndexPage, ToolPage, ToolSource, ToolTheme
from practices.models.translation import PracticeTranslation

__all__ = [
    "Adoption",
    "Advice",
    "BuildingBlock",
    "Dispute",
    "Evaluation",
    "FieldQuestion",
    "FieldRemark",
    "FurtherCity",
    "ImportBatch",
    "ImportRun",
    "ImportedRecord",
    "LoadedRecord",
    "Outcome",
    "PracticeKeyword",
    "PracticePage",
    "PracticePopulation",
    "PracticeProvision",
    "PracticeSdgTarget",
    "PracticeSource",
    "PracticeStep",
    "PracticeTheme",
    "PracticeTranslation",
    "Precondition",
    "ProfileDraft",
    "ReviewAssignment",
    "SignOff",
    "Stakeholder",
    "Submission",
    "SubmissionEvent",
    "SubmissionState",
    "ToolIndexPage",
    "ToolPage",
    "ToolProvision",
    "ToolSource",
    "ToolTheme",
]
