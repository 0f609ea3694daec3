"""What is left of a record whose city does not want to be named. Pure.

By rule (product: failure modes): city, names, exact numbers and the map pin are dropped. Only keys listed here survive,
so that a field added later stays hidden until somebody decides otherwise; texts lose every name and every figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

GAP = "[…]"
CODES = (
    "schema",
    "kind",
    "scale",
    "lifecycle",
    "depth",
    "stub",
    "themes",
    "approaches",
    "levers",
    "justice",
    "population",
    "sdg",
    "provisions",
    "powers_needed",
    "funding",
    "confirmation",
    "language",
)
TEXTS = (
    "title",
    "claim",
    "summary",
    "problem",
    "causes",
    "alternatives",
    "why_this",
    "why_scale",
    "intervention",
    "mechanism",
    "training",
    "data_safeguards",
    "success_factors",
    "limiting_factors",
    "obstacles",
    "displacement",
    "unintended",
    "rights_risks",
    "worse_off",
    "not_fit",
    "minimum_scale",
    "sustain",
    "who_pays_now",
)
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # part: (codes kept as they are, texts kept without names and figures)
    "blocks": (("kind",), ("name", "description", "enabling", "lesson")),
    "preconditions": (("kind", "need"), ("title", "note")),
    "outcomes": (("outcome", "level", "comparison", "direction", "grade"), ("indicator",)),
    "evaluations": (("evaluator", "design"), ()),
}
FAILURE_CODES, FAILURE_TEXTS = ("modes", "visibility"), ("noticed", "differently", "still_worked")
# Words of names that say nothing about whose name it is.
GENERIC = frozenset(
    {
        "city",
        "municipality",
        "municipal",
        "metropolitan",
        "office",
        "mayor",
        "police",
        "ministry",
        "department",
        "council",
        "government",
        "national",
        "university",
        "institute",
        "school",
        "health",
        "public",
        "safety",
        "security",
        "urban",
        "social",
        "services",
        "service",
        "community",
        "local",
        "district",
        "development",
        "authority",
        "with",
        "and",
        "the",
        "for",
        "justice",
        "transport",
        "education",
        "housing",
        "youth",
        "women",
        "crime",
        "prevention",
        "research",
        "team",
        "programme",
        "program",
        "company",
        "association",
        "organisation",
        "organization",
        "committee",
        "residents",
        "neighbourhood",
        "young",
        "people",
        "state",
        "centre",
        "center",
        "group",
        "groups",
        "project",
    }
)
FIGURE = re.compile(r"[$€£¥]?\d[\d.,:/–-]*\d|\d", re.UNICODE)


def fold(text: str) -> tuple[str, list[int]]:
    """Lower case without accents, and for each of its characters the place it came from in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        # Decomposed first: a styled letter (𝐁) becomes a plain capital, which only then can be folded.
        for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold()):
            if not unicodedata.combining(part):
                letters.append(part)
                places.append(place)
    return "".join(letters), places


def telling_words(names: Iterable[str]) -> frozenset[str]:
    """Folded phrases to take out: every whole name, and each of its words that is not generic.

    Words of fewer than four letters are taken only as whole names (acronyms) or when all in capitals.
    """
    found: set[str] = set()
    for name in names:
        whole = fold(name.strip())[0]
        if len(whole) > 1 and whole not in GENERIC:
            found.add(whole)
        for word in re.findall(r"\w+", name):
            folded = fold(word)[0]
            acronym = word.isupper() and len(word) > 1
            if (acronym or (len(folded) >= 4 and word[:1].isupper()) or not word.isascii()) and folded not in GENERIC:
                found.add(folded)
    return frozenset(found)


def redact(text: str | None, words: frozenset[str]) -> str | None:
    """The text without those phrases (whatever their case, accents or endings "'s") and without figures."""
    if not text:
        return text
    folded, places = fold(text)
    cut = [False] * len(text)
    if words:
        choices = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        for match in re.finditer(rf"(?<!\w)(?:{choices})(?:'s|’s|s)?(?!\w)", folded):
            for position in range(match.start(), match.end()):
                cut[places[position]] = True
    # A phrase in a script without spaces has no word borders: look for it anywhere.
    for word in (w for w in words if not w.isascii()):
        for match in re.finditer(re.escape(word), folded):
            for position in range(match.start(), match.end()):
                cut[places[position]] = True
    kept = "".join("\0" if gone else letter for letter, gone in zip(text, cut, strict=True))
    kept = FIGURE.sub("\0", re.sub("\0+", "\0", kept))
    return re.sub(rf"{re.escape(GAP)}(?:\s*{re.escape(GAP)})+", GAP, re.sub("\0+", GAP, kept))


def names_in(record: Mapping[str, Any]) -> list[str]:
    """Names the record itself carries: organisations, leaders, stakeholders, keywords, names in sources."""
    found = [record.get("lead_organisation"), record.get("leader"), record.get("investors")]
    found += [part.get("name") for part in record.get("stakeholders") or ()]
    found += [part.get("organisation") for part in record.get("evaluations") or ()]
    found += list(record.get("keywords") or ())
    found += [str(code).replace("-", " ").title() for code in record.get("tools") or ()]
    for code in (
        record.get("city"),
        *(record.get("further_cities") or ()),
        *(item.get("city") for item in record.get("adoptions") or ()),
    ):
        found.append(str(code or "").replace("-", " ").title())
    return [name for name in found if name]


def anonymised(record: Mapping[str, Any], names: Iterable[str], public_code: str) -> dict[str, Any]:
    """The record fit for the public.

    record: in the shape of the contract. names: of the city, its parts and its country, in every language known.
    public_code: the id the public calls it by. Keys that are not kept are absent.
    """
    words = telling_words([*names, *names_in(record)])
    kept: dict[str, Any] = {name: record[name] for name in CODES if name in record}
    kept |= {name: redact(record.get(name), words) for name in TEXTS}
    for part, (codes, texts) in PARTS.items():
        kept[part] = [
            {name: item.get(name) for name in codes} | {name: redact(item.get(name), words) for name in texts}
            for item in record.get(part) or ()
        ]
    kept["first_steps"] = [redact(step, words) for step in record.get("first_steps") or ()]
    failure = record.get("failure") or {}
    kept["failure"] = {name: failure.get(name) for name in FAILURE_CODES} | {
        name: redact(failure.get(name), words) for name in FAILURE_TEXTS
    }
    kept["provisions"] = [
        {name: link.get(name) for name in ("address", "role", "document")} for link in record.get("provisions") or ()
    ]
    return kept | {"code": public_code}
