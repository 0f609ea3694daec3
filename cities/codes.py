"""Permanent ids of records: lower-case ASCII words with hyphens, free in their model."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils.text import slugify


def code_of(text: str) -> str:
    """A code made from any text: "São Paulo" → "sao-paulo"; "" when nothing of it is ASCII."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return slugify(folded)[:70].strip("-")


def free_code(model: Any, text: str) -> str:
    """The code of the text, with a number behind it when another record of the model has it already."""
    base = code_of(text) or model._meta.model_name
    taken = set(model.objects.filter(code__startswith=base).values_list("code", flat=True))
    if base not in taken:
        return base
    return next(code for n in range(2, len(taken) + 3) if (code := f"{base}-{n}") not in taken)
