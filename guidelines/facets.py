"""The dimensions of the shared vocabulary that search results can be narrowed by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guidelines.labels import labels_for, paths_for
from search.facets import Facet

FACETS: tuple[Facet, ...] = (
    Facet("theme", _("Theme"), labels_for("theme"), tree=True, paths=paths_for("theme")),  # type: ignore[arg-type]
    Facet("sdg", _("Sustainable Development Goal"), labels_for("sdg"), tree=True, paths=paths_for("sdg"), order="code"),  # type: ignore[arg-type]
    Facet("population", _("Population group"), labels_for("population")),  # type: ignore[arg-type]
    Facet("approach", _("Prevention approach"), labels_for("approach")),  # type: ignore[arg-type]
    Facet("lever", _("Lever of change"), labels_for("lever")),  # type: ignore[arg-type]
    Facet("justice", _("Justice strand"), labels_for("justice")),  # type: ignore[arg-type]
    Facet("provision", _("Guideline provision"), labels_for("provision"), tree=True, paths=paths_for("provision")),  # type: ignore[arg-type]
)
