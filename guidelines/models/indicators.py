"""Indicators: what is measured, how, by whom, what it does not tell; and the provisions they are attached to."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guidelines.choices import IndicatorRole, SdgStanding
from guidelines.models.links import ProvisionLinkBase
from guidelines.models.terms import LABEL_LANGUAGES, LabelledTerm, validate_text_list
from guidelines.querysets import IndicatorQuerySet

SDG_INDICATOR = re.compile(r"^([1-9]|1[0-7])\.(?:[1-9][0-9]?|[a-z])\.[1-9][0-9]?$")
DOI = re.compile(r"^10\.\d{4,9}/\S+$")


def validate_sdg_indicators(value: object) -> None:
    """A list of codes as the United Nations number SDG indicators: goal, target, indicator ("11.7.2", "16.b.1")."""
    validate_text_list(value)
    assert isinstance(value, list)
    wrong = [code for code in value if not SDG_INDICATOR.match(code)]
    if wrong:
        raise ValidationError(
            _("No codes of SDG indicators: %(wrong)s. Write them as 11.7.2 or 16.b.1."),
            params={"wrong": ", ".join(wrong)},
        )


def validate_definitions(value: object) -> None:
    """Definitions are {"fr": "…", "es": "…"}: the languages of labels except English, which has its own field."""
    known = set(LABEL_LANGUAGES) - {"en"}
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()) or set(value) - known:
        raise ValidationError(
            _('Give translations as {"fr": "…", "es": "…"} in the languages %(known)s; English has its own field.'),
            params={"known": ", ".join(sorted(known))},
        )


class Indicator(LabelledTerm):
    """A measure cities follow safety with.

    labels: its name per language. definition: what it measures, in English; definitions: the same in other languages.
    numerator, denominator, method: how it is computed, in our words. limits: what it does not tell. sdg_indicators: the
    SDG indicators it is or supports (sdg_standing says which). The source is where the measure is defined.
    loaded_links: the provisions the shipped file once attached it to; one an editor has taken away does not come back.
    """

    definition = models.TextField(_("what it measures"), help_text=_("In our own words, in English."))
    definitions = models.JSONField(
        _("what it measures, in other languages"), default=dict, blank=True, validators=[validate_definitions]
    )
    provisions = None  # type: ignore[assignment]  # attached by IndicatorLink, which follows the text
    unit = models.CharField(_("unit"), max_length=120)
    numerator = models.TextField(_("what is counted"), help_text=_("The numerator, or the value itself."))
    denominator = models.TextField(_("out of what"), blank=True, help_text=_("The denominator, if there is one."))
    method = models.TextField(_("how it is measured"))
    disaggregation = models.TextField(_("broken down by"), blank=True)
    frequency = models.CharField(_("how often"), max_length=200, blank=True)
    holder = models.TextField(_("who usually holds the data"), blank=True)
    limits = models.TextField(_("what it does not tell"))
    themes = models.ManyToManyField("guidelines.Theme", blank=True, related_name="indicators", verbose_name=_("themes"))
    sdg_indicators = models.JSONField(
        _("SDG indicators"), default=list, blank=True, validators=[validate_sdg_indicators],
        help_text=_('Codes such as ["11.7.2"].'),
    )  # fmt: skip
    sdg_standing = models.CharField(
        _("how it stands to them"), max_length=10, choices=SdgStanding.choices, default=SdgStanding.NONE, blank=True
    )
    source_title = models.CharField(_("source: title"), max_length=300)
    source_publisher = models.CharField(_("source: publisher"), max_length=200, blank=True)
    source_year = models.PositiveSmallIntegerField(_("source: year"), null=True, blank=True)
    source_url = models.URLField(_("source: address"), max_length=500, blank=True)
    source_doi = models.CharField(
        _("source: DOI"), max_length=150, blank=True, help_text=_("Such as 10.1093/aje/kwr428.")
    )
    live = models.BooleanField(_("published"), default=True)
    loaded_links = models.JSONField(default=list, editable=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta(LabelledTerm.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source_url="", source_doi=""),
                name="indicator_source_found",
                violation_error_message=_("Say where the source is found: give its address or its DOI."),
            )
        ]

    def clean(self) -> None:
        """Raises ValidationError for a DOI that is none, or SDG codes without a word on how it stands to them."""
        super().clean()
        if self.source_doi and not DOI.match(self.source_doi):
            raise ValidationError({"source_doi": _("A DOI begins with 10., such as 10.1093/aje/kwr428.")})
        if bool(self.sdg_indicators) != bool(self.sdg_standing):
            raise ValidationError(
                {"sdg_standing": _("Say both: the codes of the SDG indicators and how it stands to them.")}
            )

    def get_absolute_url(self) -> str:
        return reverse("guidelines:indicator", args=[self.code])

    def worded(self, language: str | None = None) -> tuple[str, str]:
        """What it measures in a language, by default the reader's, with the language it is in (else English)."""
        wanted = (language or get_language() or "en").split("-")[0]
        return (self.definitions[wanted], wanted) if self.definitions.get(wanted) else (self.definition, "en")

    @property
    def targets(self) -> list[str]:
        """The targets its SDG indicators belong to, each once: "16.1.4" → "16.1"."""
        return list(dict.fromkeys(code.rpartition(".")[0] for code in self.sdg_indicators))

    @property
    def source_address(self) -> str:
        """Where the source is found: its DOI as an address, else its own."""
        return f"https://doi.org/{self.source_doi}" if self.source_doi else self.source_url


class IndicatorLink(ProvisionLinkBase):
    """Indicator → provision: what it tells about it. note: why it is attached here, in one sentence."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="provision_links", verbose_name=_("indicator")
    )
    role = models.CharField(_("role"), max_length=20, choices=IndicatorRole.choices, default=IndicatorRole.RESULT)
    note = models.CharField(_("why here"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("provision of an indicator")
        verbose_name_plural = _("provisions of indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "provision"],
                name="indicator_provision_once",
                violation_error_message=_("The indicator is attached to that provision already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} → {self.provision}"
