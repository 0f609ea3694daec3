"""Cost bands in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

BAND_WORDS = {
    "under-10k": _("under 10,000 US dollars"),
    "10k-100k": _("10,000 to 100,000 US dollars"),
    "100k-1m": _("100,000 to 1 million US dollars"),
    "1m-10m": _("1 to 10 million US dollars"),
    "10m-100m": _("10 to 100 million US dollars"),
    "over-100m": _("over 100 million US dollars"),
}
