"""Codes of the practice record. A code never changes its meaning; labels are translated at display."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RecordKind(TextChoices):
    PRACTICE = "practice", _("practice")
    PILOT = "pilot", _("pilot")
    POLICY = "policy", _("policy")
    TOOL_USE = "tool-use", _("use of a tool")
    DID_NOT_WORK = "did-not-work", _("did not work")


class Scale(TextChoices):
    STREET = "street", _("street")
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")
    CITY = "city", _("city")
    METRO = "metro", _("metropolitan area")


class Lifecycle(TextChoices):
    PLANNED = "planned", _("planned")
    PILOT = "pilot", _("pilot")
    RUNNING = "running", _("running")
    SCALED = "scaled", _("scaled up")
    ENDED = "ended", _("ended")
    ABANDONED = "abandoned", _("abandoned")


class Depth(TextChoices):
    ONE = "1", _("1: first account")
    TWO = "2", _("2: full account")
    THREE = "3", _("3: account with evaluation")


class PopulationRole(TextChoices):
    BENEFICIARY = "beneficiary", _("beneficiary")
    CO_DESIGNER = "co-designer", _("co-designer")
    EVALUATOR = "evaluator", _("evaluator")


class SdgRelation(TextChoices):
    DIRECT = "direct", _("direct")
    INDIRECT = "indirect", _("indirect")


class ProvisionRole(TextChoices):
    IMPLEMENTS = "implements", _("implements")
    ILLUSTRATES = "illustrates", _("illustrates")
    TESTS = "tests", _("tests")
    CONTRADICTS = "contradicts", _("contradicts")


class BlockKind(TextChoices):
    CORE = "core", _("core")
    ADAPTABLE = "adaptable", _("adaptable")


class Funding(TextChoices):
    CITY = "city-budget", _("city budget")
    NATIONAL = "national", _("national government")
    REGION = "region", _("region or province")
    DEVELOPMENT_BANK = "development-bank", _("development bank")
    DONOR = "donor", _("donor")
    PRIVATE = "private", _("private")
    COMMUNITY = "community", _("community")
    FINES = "fines-fees", _("fines and fees")
    RESEARCH = "research", _("research grant")


class EvaluatorKind(TextChoices):
    INTERNAL = "internal", _("internal")
    INDEPENDENT = "independent", _("independent")


class EvaluationDesign(TextChoices):
    DESCRIPTION = "description", _("description")
    MONITORING = "monitoring", _("monitoring")
    BEFORE_AFTER = "before-after", _("before and after")
    TIME_SERIES = "time-series", _("time series")
    QUASI_EXPERIMENT = "quasi-experiment", _("quasi-experiment")
    RANDOMISED = "randomised", _("randomised trial")
    SYSTEMATIC_REVIEW = "systematic-review", _("systematic review")
    QUALITATIVE = "qualitative", _("qualitative")
    PROCESS = "process", _("process evaluation")


class PreconditionKind(TextChoices):
    POWER = "power", _("power")
    MONEY = "money", _("money")
    DATA = "data", _("data")
    PARTNER = "partner", _("partner")
    SKILL = "skill", _("skill")
    NORM = "norm", _("norm")
    SPACE = "space", _("space")


class Need(TextChoices):
    MUST = "must", _("must be there")
    HELPS = "helps", _("helps")


class FailureMode(TextChoices):
    THEORY = "theory", _("the idea was wrong")
    MEASUREMENT = "measurement", _("it could not be measured")
    IMPLEMENTATION = "implementation", _("it was not carried out as meant")
    DOSE = "dose", _("too little or too short")
    PARTNERSHIP = "partnership", _("partners did not hold")
    POLITICAL_CHANGE = "political-change", _("political change")
    LEGAL = "legal", _("the law")
    FUNDING = "funding", _("money ended")
    DISPLACEMENT = "displacement", _("the problem moved")
    HARM = "harm", _("it did harm")
    CONTEXT_MISMATCH = "context-mismatch", _("the context was another")


class Visibility(TextChoices):
    NAMED = "named", _("named")
    ANONYMISED = "anonymised", _("anonymised: without city, names and exact numbers")
    NETWORK_ONLY = "network-only", _("members of the network only")


class AdoptionStatus(TextChoices):
    CONSIDERING = "considering", _("considering")
    PILOTING = "piloting", _("piloting")
    ADOPTED = "adopted", _("adopted")
    ADAPTED = "adapted", _("adapted")
    ABANDONED = "abandoned", _("abandoned")


class Confirmation(TextChoices):
    TO_BE_CONFIRMED = "to-be-confirmed", _("written from published sources; to be confirmed by the city")
    CONFIRMED = "confirmed-by-city", _("confirmed by the city")


class Willing(TextChoices):
    CALL = "call", _("take a call")
    DOCUMENTS = "documents", _("send documents")
    HOST = "host", _("host a visit")
    VISIT = "visit", _("visit")
    MENTOR = "mentor", _("mentor")


class TranslationStatus(TextChoices):
    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("reviewed")
    APPROVED = "approved", _("approved")


class ToolKind(TextChoices):
    AUDIT = "audit", _("audit")
    SURVEY = "survey", _("survey")
    APP = "app", _("app")
    CHECKLIST = "checklist", _("checklist")
    GUIDE = "guide", _("guide")
    TRAINING = "training", _("training")
    DATASET = "dataset", _("data set")
    MODEL_LAW = "model-law", _("model law")


class ToolCost(TextChoices):
    FREE = "free", _("free")
    PAID = "paid", _("paid")
    MIXED = "mixed", _("partly free")
    UNKNOWN = "unknown", _("not known")


class ProcessStep(TextChoices):
    """Steps of the safety process a tool serves (Guidelines, 25(a) to 25(o))."""

    A = "25(a)", _("Visioning")
    B = "25(b)", _("Map of actors and resources")
    C = "25(c)", _("Stocktaking")
    D = "25(d)", _("City-wide diagnosis")
    E = "25(e)", _("Local leader")
    F = "25(f)", _("Priorities")
    G = "25(g)", _("Indicators")
    H = "25(h)", _("Competencies and training")
    I = "25(i)", _("City-to-city learning")  # noqa: E741 - the letter of the paragraph
    J = "25(j)", _("Inventory of practices")
    K = "25(k)", _("Exchange of practices and challenges")
    L = "25(l)", _("Inventory of community tools")
    M = "25(m)", _("City-wide strategy")
    N = "25(n)", _("Technical team")
    O = "25(o)", _("Memory, evaluation, technology and training")  # noqa: E741 - the letter of the paragraph
