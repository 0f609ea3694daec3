"""Codes of what can change (outcomes), how it was compared, and which way it went."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OutcomeCode(TextChoices):
    """Fear and crime are different outcomes (Guidelines, paragraph 5)."""

    CRIME_RECORDED = "crime-recorded", _("recorded crime")
    VIOLENT_CRIME = "violent-crime", _("violent crime")
    HOMICIDE = "homicide", _("homicide")
    ROBBERY = "robbery", _("robbery")
    BURGLARY = "burglary", _("burglary")
    VEHICLE_CRIME = "vehicle-crime", _("vehicle crime")
    PROPERTY_CRIME = "property-crime", _("property crime")
    GUN_VIOLENCE = "gun-violence", _("gun violence")
    GANG_VIOLENCE = "gang-violence", _("gang violence")
    SEXUAL_VIOLENCE = "sexual-violence", _("sexual violence")
    SEXUAL_HARASSMENT = "sexual-harassment", _("sexual harassment")
    DOMESTIC_VIOLENCE = "domestic-violence", _("domestic violence")
    CHILD_MALTREATMENT = "child-maltreatment", _("child maltreatment")
    BULLYING = "bullying", _("bullying")
    SCHOOL_SAFETY = "school-safety", _("school safety")
    VICTIMISATION = "victimisation", _("victimisation")
    DISORDER = "disorder", _("disorder")
    DRUG_HARM = "drug-harm", _("drug-related harm")
    ALCOHOL_HARM = "alcohol-harm", _("alcohol-related harm")
    ROAD_INJURY = "road-injury", _("road injury")
    FEAR_OF_CRIME = "fear-of-crime", _("fear of crime")
    PERCEIVED_SAFETY = "perceived-safety", _("perceived safety")
    POLICE_TRUST = "police-trust", _("trust in the police")
    POLICE_VIOLENCE = "police-violence", _("violence by police")
    INSTITUTIONAL_TRUST = "institutional-trust", _("trust in institutions")
    SOCIAL_COHESION = "social-cohesion", _("social cohesion")
    USE_OF_SPACE = "use-of-space", _("use of public space")
    YOUTH_OFFENDING = "youth-offending", _("youth offending")
    REOFFENDING = "reoffending", _("reoffending")
    EMPLOYMENT = "employment", _("employment")
    EDUCATION = "education", _("education")
    HOUSING_CONDITIONS = "housing-conditions", _("housing conditions")
    INCOME = "income", _("income")
    ACCESS_TO_SERVICES = "access-to-services", _("access to services")
    PARTICIPATION = "participation", _("participation")
    MENTAL_HEALTH = "mental-health", _("mental health")
    EMERGENCY_CALLS = "emergency-calls", _("emergency calls")
    PUBLIC_SPENDING = "public-spending", _("public spending")


class Level(TextChoices):
    """Crime, violence and fear are symptoms; risk and protective factors are causes."""

    SYMPTOM = "symptom", _("symptom")
    CAUSE = "cause", _("cause")


class Comparison(TextChoices):
    """What the result was compared with, from nothing to a synthesis of studies."""

    NONE = "none", _("no comparison")
    BEFORE_AFTER = "before-after", _("before and after")
    TREND = "trend", _("trend")
    TIME_SERIES = "time-series", _("controlled time series")
    AREA = "area", _("comparison area")
    MATCHED_GROUP = "matched-group", _("matched group")
    RANDOMISED = "randomised", _("randomised groups")
    SYNTHESIS = "synthesis", _("synthesis of studies")


class Direction(TextChoices):
    """Positive means better for people, whatever the sign of the figure."""

    POSITIVE = "positive", _("better")
    MIXED = "mixed", _("mixed")
    NONE = "none", _("no change")
    NEGATIVE = "negative", _("worse")
    UNKNOWN = "unknown", _("not known")


class Grade(TextChoices):
    """Strength of evidence, apart from direction; the rule is in practices/evidence.py."""

    E0 = "E0", _("E0 described")
    E1 = "E1", _("E1 reasoned")
    E2 = "E2", _("E2 observed")
    E3 = "E3", _("E3 compared")
    E4 = "E4", _("E4 repeated")
    E5 = "E5", _("E5 synthesised")
