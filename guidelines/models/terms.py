"""What every vocabulary term has: a code that never changes, labels per language, a definition in our own words."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CODE = RegexValidator(
    r"^[a-z0-9]+([.-][a-z0-9]+)*$",
    _("A code has lower-case letters and digits, with single hyphens or dots between them."),
)
LABEL_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


def pick_label(labels: dict[str, str], language: str, code: str) -> str:
    """The label in a language ("zh-hans" reads "zh"), else English, else the code itself."""
    return labels.get(language) or labels.get(language.split("-")[0]) or labels.get("en") or code


def validate_labels(value: object) -> None:
    """Labels are {"en": "…", "fr": "…"}: known languages, plain strings, English present."""
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise ValidationError(_('Give labels as {"en": "…", "fr": "…"}: one text for each language.'))
    unknown = sorted(set(value) - set(LABEL_LANGUAGES))
    if unknown:
        raise ValidationError(
            _("Unknown languages: %(unknown)s. Use %(known)s."),
            params={"unknown": ", ".join(unknown), "known": ", ".join(LABEL_LANGUAGES)},
        )
    if not value.get("en", "").strip():
        raise ValidationError(_("The English label is missing."))


def validate_text_list(value: object) -> None:
    """A list of plain texts."""
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise ValidationError(_('Give a list of texts: ["…", "…"].'))


class LabelledTerm(models.Model):
    """A term of a closed vocabulary.

    code: stable for ever, used in addresses, facets and exports. labels: language → text. provisions: addresses of the
    guideline text the term comes from ("26(c)"). loaded: the values last read from the shipped file; a field an editor
    has changed since is left alone by the next load.
    """

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[CODE])
    labels = models.JSONField(_("labels"), default=dict, validators=[validate_labels])
    definition = models.TextField(_("definition"), blank=True, help_text=_("In our own words."))
    synonyms = models.JSONField(_("synonyms"), default=list, blank=True, validators=[validate_text_list])
    provisions = models.JSONField(
        _("provisions it comes from"), default=list, blank=True, validators=[validate_text_list]
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    loaded = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True
        ordering: ClassVar[Any] = ["position", "code"]

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """The label in a language, by default the reader's."""
        return pick_label(self.labels, language or get_language() or "en", self.code)

    @property
    def path(self) -> str:
        """The facet code: for a flat vocabulary the code itself."""
        return self.code
