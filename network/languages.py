"""Languages a city's team may work in: codes of ISO 639 with names, from Django's own list. Used by the survey."""

from __future__ import annotations

from functools import lru_cache

from django.conf.locale import LANG_INFO

# Languages many cities work in that Django has no translation for.
FURTHER = {
    "am": "Amharic", "ff": "Fulah", "ha": "Hausa", "ln": "Lingala", "mg": "Malagasy", "om": "Oromo", "ps": "Pashto",
    "rw": "Kinyarwanda", "si": "Sinhala", "sn": "Shona", "so": "Somali", "su": "Sundanese", "ti": "Tigrinya",
    "tl": "Tagalog", "tn": "Tswana", "wo": "Wolof", "xh": "Xhosa", "yo": "Yoruba", "zu": "Zulu", "zh": "Chinese",
    "qu": "Quechua", "ay": "Aymara", "gn": "Guarani", "bm": "Bambara", "ht": "Haitian Creole", "lo": "Lao",
}  # fmt: skip


@lru_cache(maxsize=16)
def choices(language: str = "en") -> tuple[tuple[str, str], ...]:
    """(code, name) by name. Names are English; the language's own name stands beside it where it differs."""
    found = dict(FURTHER)
    for code, info in LANG_INFO.items():
        if len(code) <= 3 and "name" in info:
            own = str(info.get("name_local") or "")
            name = str(info["name"])
            found[code] = name if own.casefold() == name.casefold() else f"{name} – {own}"
    return tuple(sorted(found.items(), key=lambda pair: pair[1].casefold()))
