"""Texts, provisions and indicators as JSON-LD in the words of schema.org (Legislation), with the European legislation
identifiers' terms."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from guidelines.choices import VersionStatus
from guidelines.models import DocumentVersion, Indicator
from guidelines.selectors import Reading, ReadingNode
from guidelines.selectors.reading import ReadingSection

FORCE = {VersionStatus.ADOPTED: "InForce", VersionStatus.DRAFT: "NotInForce", VersionStatus.SUPERSEDED: "NotInForce"}


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _identifier(text: Reading) -> str:
    return _absolute(reverse("guidelines:version", args=[text.document.code, text.version.number]))


def _force(text: Reading) -> str:
    force = "NotInForce" if text.superseded else FORCE[VersionStatus(text.version.status)]
    return f"https://schema.org/{force}"


def of_text(text: Reading) -> dict[str, Any]:
    """A version of a text with its sections and provisions as parts. What it changes is the version before it; a
    translation is of the version it translates."""
    version, document = text.version, text.document
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": _identifier(text),
        "name": document.title,
        "inLanguage": version.language,
        "legislationIdentifier": version.reference or document.code,
        "legislationLegalForce": _force(text),
        "legislationType": document.get_kind_display(),
        "url": _identifier(text),
        "version": version.number,
        "exampleOfWork": _absolute(document.get_absolute_url()),
        "hasPart": [part for section in text.sections for part in _of_section(text, section)],
    }
    if version.date:
        data["legislationDate"] = data["legislationDateVersion"] = version.date.isoformat()
    data |= _other_versions(text)
    if document.issuer:
        data["legislationPassedBy"] = {"@type": "Organization", "name": document.issuer}
    if document.source_url:
        data["isBasedOn"] = document.source_url
    return data


def _other_versions(text: Reading) -> dict[str, Any]:
    """The version this one changes, or translates, and its translations."""
    code, version = text.document.code, text.version

    def named(other: DocumentVersion) -> dict[str, str]:
        return {"@id": _absolute(reverse("guidelines:version", args=[code, other.number]))}

    before = [v for v in text.versions if v.number < version.number and v.translation_of_id is None]
    translations = [named(v) for v in text.versions if v.translation_of_id == version.pk]
    original = [v for v in text.versions if v.pk == version.translation_of_id]
    found: dict[str, Any] = {}
    if original:
        found["translationOfWork"] = named(original[0])
    elif before:
        found["legislationChanges"] = named(before[-1])
    if translations:
        found["workTranslation"] = translations
    return found


def _of_section(text: Reading, section: ReadingSection) -> list[dict[str, Any]]:
    """A section with its provisions; without number and title its provisions alone."""
    nodes = [of_provision(text, node, context=False) for node in section.nodes]
    if not section.number and not section.title:
        return nodes
    about: dict[str, Any] = {
        "@type": "Legislation",
        "@id": f"{_identifier(text)}#{section.anchor}",
        "name": section.title or section.number,
        "isPartOf": {"@id": _identifier(text)},
    }
    if section.number:
        about["legislationIdentifier"] = section.number
    return [{**about, **({"hasPart": nodes} if nodes else {})}]


def of_provision(text: Reading, node: ReadingNode, *, context: bool = True) -> dict[str, Any]:
    """A provision. sameAs: the permanent address, which follows it through later versions."""
    row = node.row
    path = reverse("guidelines:version_provision", args=[text.document.code, text.version.number, row.slug])
    data: dict[str, Any] = {
        "@type": "Legislation",
        "@id": _absolute(path),
        "legislationIdentifier": row.address,
        "url": _absolute(path),
        "sameAs": _absolute(row.provision.get_absolute_url()),
        "isPartOf": {"@id": _identifier(text)},
    }
    if context:
        data = {"@context": "https://schema.org", **data, "inLanguage": text.version.language}
        data["legislationLegalForce"] = _force(text)
        if text.version.date:
            data["legislationDateVersion"] = text.version.date.isoformat()
    if row.heading:
        data["name"] = row.heading
    if row.wording:
        data["text"] = row.wording
    elif node.digest:
        data["abstract"] = node.digest
    if node.themes:
        data["keywords"] = [theme.label("en") for theme in node.themes]
    if node.children:
        data["hasPart"] = [of_provision(text, child, context=False) for child in node.children]
    return data


def of_indicator(indicator: Indicator) -> dict[str, Any]:
    """An indicator as a statistical variable and a term of the site's set of indicators (schema.org)."""
    found = {
        "@context": "https://schema.org",
        "@type": ["StatisticalVariable", "DefinedTerm"],
        "@id": _absolute(reverse("guidelines:indicator", args=[indicator.code])),
        "name": [{"@value": words, "@language": language} for language, words in indicator.labels.items()],
        "description": [
            {"@value": words, "@language": language}
            for language, words in {"en": indicator.definition, **indicator.definitions}.items()
        ],
        "termCode": indicator.code,
        "alternateName": [*indicator.synonyms, *(f"SDG {code}" for code in indicator.sdg_indicators)],
        "measuredProperty": indicator.numerator,
        "measurementDenominator": indicator.denominator,
        "measurementTechnique": indicator.method,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": _absolute(reverse("guidelines:indicators")),
            "name": "Indicators of safer cities",
        },
        "subjectOf": {
            "@type": "CreativeWork",
            "name": indicator.source_title,
            "url": indicator.source_address,
            "publisher": {"@type": "Organization", "name": indicator.source_publisher},
        },
    }
    if not indicator.source_publisher:
        del found["subjectOf"]["publisher"]  # type: ignore[attr-defined]
    return {name: value for name, value in found.items() if value}
