"""World regions by their M49 codes, in the grouping of the UN's statistics (Americas told apart), with labels."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

AFRICA, ASIA, EUROPE, LATIN_AMERICA, NORTHERN_AMERICA, OCEANIA, ANTARCTICA = (
    "002", "142", "150", "419", "021", "009", "010",
)

REGIONS = {
    AFRICA: _("Africa"),
    ASIA: _("Asia"),
    EUROPE: _("Europe"),
    LATIN_AMERICA: _("Latin America and the Caribbean"),
    NORTHERN_AMERICA: _("Northern America"),
    OCEANIA: _("Oceania"),
    ANTARCTICA: _("Antarctica"),
}
WORLD = "world"

SUBREGIONS = {
    "015": _("Northern Africa"), "202": _("Sub-Saharan Africa"), "011": _("Western Africa"),
    "014": _("Eastern Africa"), "017": _("Middle Africa"), "018": _("Southern Africa"),
    "143": _("Central Asia"), "030": _("Eastern Asia"), "035": _("South-eastern Asia"),
    "034": _("Southern Asia"), "145": _("Western Asia"), "151": _("Eastern Europe"),
    "154": _("Northern Europe"), "039": _("Southern Europe"), "155": _("Western Europe"),
    "419": _("Latin America and the Caribbean"), "013": _("Central America"), "029": _("Caribbean"),
    "005": _("South America"), "021": _("Northern America"), "053": _("Australia and New Zealand"),
    "054": _("Melanesia"), "057": _("Micronesia"), "061": _("Polynesia"),
}


def region_of(region: str, subregion: str) -> str:
    """The region a country is shown under: M49's own, but the Americas (019) as 419 or 021; Antarctica has none."""
    if region == "000":
        return ANTARCTICA
    return subregion if region == "019" else region


def label(code: str) -> str:
    """Label of a region, a subregion or "world"; the code itself when unknown."""
    if code == WORLD:
        return str(_("worldwide"))
    return str(REGIONS.get(code) or SUBREGIONS.get(code) or code)
