"""Where rooms register their links to provisions, so that a new version of a text can move or flag them."""

from __future__ import annotations

from guidelines.models.links import ProvisionLinkBase
from guidelines.models.provisions import ProvisionVersion

_models: list[type[ProvisionLinkBase]] = []


def register(model: type[ProvisionLinkBase]) -> None:
    """Make a link model known. Call in `AppConfig.ready()`; registering twice changes nothing."""
    if model not in _models:
        _models.append(model)


def link_models() -> tuple[type[ProvisionLinkBase], ...]:
    """All registered link models."""
    return tuple(_models)


def wording_hash_of(provision_id: int) -> str:
    """The hash of the provision's latest wording, "" when no wording was published."""
    latest = (
        ProvisionVersion.objects.filter(provision_id=provision_id, version__structure_only=False)
        .order_by("-version__number")
        .values_list("wording_hash", flat=True)
        .first()
    )
    return latest or ""
