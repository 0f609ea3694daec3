"""Codes of city profiles and of the sources and powers practices share with them. Labels are translated."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Power(TextChoices):
    """What a city may decide itself, in the terms a practice needs them."""

    POLICE = "police", _("Police")
    PLANNING = "planning", _("Urban planning")
    TRANSPORT = "transport", _("Transport")
    SOCIAL_SERVICES = "social-services", _("Social services")
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health")
    BUDGET = "budget", _("Own budget")
    HOUSING = "housing", _("Housing")
    LEGISLATION = "legislation", _("Local legislation")
    NONE = "none", _("No special power")


class PowerLevel(TextChoices):
    OWN = "own", _("the city's own")
    SHARED = "shared", _("shared with another level")
    NONE = "none", _("not the city's")
    UNKNOWN = "unknown", _("not known")


class LanguageLevel(TextChoices):
    OFFICIAL = "official", _("official")
    WORKING = "working", _("working")
    BASIC = "basic", _("basic")


class DiagnosisData(TextChoices):
    """Data a safety diagnosis can rest on (Guidelines, 25(d))."""

    POLICE_RECORDS = "police-records", _("police records")
    VICTIMISATION_SURVEY = "victimisation-survey", _("victimisation survey")
    PERCEPTION_SURVEY = "perception-survey", _("perception survey")
    HEALTH_RECORDS = "health-records", _("health records")
    JUSTICE_RECORDS = "justice-records", _("records of courts and prosecution")
    EMERGENCY_CALLS = "emergency-calls", _("emergency calls")
    SCHOOL_DATA = "school-data", _("data of schools")
    SOCIAL_DATA = "social-data", _("social and economic data")
    SAFETY_AUDIT = "safety-audit", _("safety audits and walks")
    CONSULTATION = "consultation", _("consultation of residents")
    MAPPING = "mapping", _("mapping")
    OTHER = "other", _("other data")


class ActorKind(TextChoices):
    """Local actors and resources (Guidelines, 25(b))."""

    MUNICIPAL = "municipal", _("municipal office")
    POLICE = "police", _("police")
    JUSTICE = "justice", _("justice")
    SCHOOL = "school", _("school or university")
    HEALTH = "health", _("health service")
    COMMUNITY = "community", _("community group")
    NGO = "ngo", _("non-governmental organisation")
    BUSINESS = "business", _("business")
    FAITH = "faith", _("faith group")
    MEDIA = "media", _("media")
    RESOURCE = "resource", _("resource: place, fund or data")


class SizeClass(TextChoices):
    """By inhabitants; bounds close to those of the UN's World Urbanization Prospects."""

    UNDER_100K = "under-100k", _("under 100,000")
    FROM_100K = "100k-500k", _("100,000 to 500,000")
    FROM_500K = "500k-1m", _("500,000 to 1 million")
    FROM_1M = "1m-5m", _("1 to 5 million")
    FROM_5M = "5m-10m", _("5 to 10 million")
    OVER_10M = "over-10m", _("over 10 million")


class IncomeGroup(TextChoices):
    """World Bank groups of countries."""

    LOW = "low", _("low income")
    LOWER_MIDDLE = "lower-middle", _("lower middle income")
    UPPER_MIDDLE = "upper-middle", _("upper middle income")
    HIGH = "high", _("high income")


class SourceKind(TextChoices):
    ARTICLE = "article", _("journal article")
    REPORT = "report", _("report")
    BOOK = "book", _("book or chapter")
    REVIEW = "review", _("systematic review")
    OFFICIAL = "official", _("official document")
    THESIS = "thesis", _("thesis")
    NEWS = "news", _("press")
    DATASET = "dataset", _("data set")


class OrganisationKind(TextChoices):
    NETWORK = "network", _("network of cities")
    CENTRE = "centre-of-excellence", _("centre of excellence")
    PROVIDER = "service-provider", _("service provider")
    UN_AGENCY = "un-agency", _("United Nations body")
    FOUNDATION = "foundation", _("foundation")
    UNIVERSITY = "university", _("university")
    NGO = "ngo", _("non-governmental organisation")
    GOVERNMENT = "government", _("government body")


class ProfilePart(TextChoices):
    """Parts of a profile a city may keep to itself and its matched peers."""

    POWERS = "powers", _("powers")
    SAFETY_COUNCIL = "safety_council", _("safety council")
    STRATEGY = "strategy", _("strategy")
    DIAGNOSIS = "diagnosis", _("diagnosis")
    INDICATORS = "indicators", _("indicators")
    ACTORS = "actors", _("local actors and resources")
    PRIORITIES = "priorities", _("priorities")
    EXPERIENCE = "experience", _("experience")
    LANGUAGES = "languages", _("languages")


SIZE_BOUNDS = (
    (100_000, SizeClass.UNDER_100K),
    (500_000, SizeClass.FROM_100K),
    (1_000_000, SizeClass.FROM_500K),
    (5_000_000, SizeClass.FROM_1M),
    (10_000_000, SizeClass.FROM_5M),
)


def size_class(population: int | None) -> str:
    """Code of the size class of a number of inhabitants; "" when it is not known."""
    if population is None:
        return ""
    for bound, code in SIZE_BOUNDS:
        if population < bound:
            return code.value
    return SizeClass.OVER_10M.value
