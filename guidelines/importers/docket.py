"""Reads a docket of amendments from a meeting's report: paragraphs in two versions with bracketed proposals, the latest
action of the negotiating body, a recommendation, and renumbering. Pure.

Form: "- 8. (Version as at <day>) wording with [proposed words] … LATEST ACTION …: 8. (… as at <day>) wording …
Recommendation: …". Footnotes in between are kept with their entry; page breaks may cut through brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guidelines.importers.footnotes import RAISED
from guidelines.importers.source import UnreadableText
from guidelines.text.notation import read_notation
from guidelines.text.tree import fold

ENTRY = re.compile(r"^[-–•*]\s+(\d{1,3})\.\s*[*(]+\s*Version as at ([^)*]*)\)?[*)\s]*", re.IGNORECASE)
LATEST = re.compile(r"^LATEST ACTION(?: BY )?([^:]*):\s*(.*)$")
NEW_NUMBER = re.compile(
    r"^(?:New\s*)?(?:paragraph\s*)?(\d{1,3})\.?\s*(revised)?\.?\s*([(*][^)]*\)[*]*)?\s*", re.IGNORECASE
)
LETTER = re.compile(r"^[-–•*]?\s*\(([a-z])\)\s+(?=\S)")
RECOMMENDATION = re.compile(r"^Recommendation:\s*(.*)$", re.IGNORECASE)
HEADING = re.compile(r"^(?:[A-Z]\.\s+[A-Z][A-Z .,’'-]+\.?|\d{1,2}\.\s+\*\*.*)$")
SUPERSCRIPT = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
DAY = re.compile(
    r"\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+\d{4})?"
)


@dataclass
class DocketEntry:
    """One paragraph. wordings: letter ("" for the paragraph itself) → text in notation; latest: the same without
    brackets after the latest action. new_number: where it stands then; actor: who acted. line: of the entry."""

    number: str
    line: int
    section: str = ""
    wordings: dict[str, str] = field(default_factory=dict)
    new_number: str = ""
    actor: str = ""
    action: str = ""
    latest: dict[str, str] = field(default_factory=dict)
    recommendation: str = ""
    footnotes: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)

    def base(self, letter: str) -> str:
        """The wording before the proposal."""
        return read_notation(self.wordings[letter])[0]

    def proposed(self, letter: str) -> str:
        """The wording with the bracketed words."""
        return read_notation(self.wordings[letter])[1]


@dataclass
class Docket:
    """A report's proposals. before, after: days of the two versions as printed ("8 July")."""

    entries: list[DocketEntry]
    before: str
    after: str


def read_docket(text: str) -> Docket:
    """Read every entry of a report. Raises UnreadableText when there is none, or one lacks its latest action."""
    reader = _Reader()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        reader.take(number, line.strip())
    reader.close()
    if not reader.entries:
        raise UnreadableText(1, "no entry like '- 8. (Version as at …)' was found; this is no amendment docket")
    for entry in reader.entries:
        if not entry.latest or not entry.new_number:
            raise UnreadableText(
                entry.line, f"paragraph {entry.number} has no latest action with a number and a wording"
            )
        for letter in entry.wordings:
            if entry.wordings[letter].count("[") != entry.wordings[letter].count("]"):
                raise UnreadableText(entry.line, f"paragraph {entry.number}: a bracket is not closed")
    return Docket(reader.entries, reader.before, reader.after)


class _Reader:
    """Goes line by line; what comes belongs to the part of the entry that is open."""

    def __init__(self) -> None:
        self.entries: list[DocketEntry] = []
        self.before = self.after = self.section = self.letter = ""
        self.part = ""  # "", "wording", "latest", "recommendation"

    def take(self, number: int, line: str) -> None:
        if not line or line in ("-", "–"):
            return
        entry = ENTRY.match(line)
        if entry:
            self._open(number, entry, line)
        elif RAISED.match(line) and self.part:
            mark = SUPERSCRIPT.match(line)[0]  # type: ignore[index]
            owner = next((e for e in self.entries if mark in e.marks), self.entries[-1])
            owner.footnotes.append(SUPERSCRIPT.sub("", line).strip())
        elif HEADING.match(line):
            self.section = line.strip("*. ") if not line[0].isdigit() else self.section
            self.part = ""
        elif self.part and LATEST.match(line):
            self._latest(*LATEST.match(line).groups())  # type: ignore[union-attr]
        elif self.part and RECOMMENDATION.match(line):
            self.part = "recommendation"
            self._add(RECOMMENDATION.match(line)[1])  # type: ignore[index]
        elif self.part:
            self._continue(line)

    def close(self) -> None:
        for entry in self.entries:
            entry.recommendation = fold(entry.recommendation)

    def _open(self, number: int, match: re.Match[str], line: str) -> None:
        entry = DocketEntry(match[1], number, self.section)
        self.entries.append(entry)
        self.before = self.before or _day(match[2])
        self.part, self.letter = "wording", ""
        self._add(line[match.end() :])

    def _latest(self, actor: str, rest: str) -> None:
        entry = self.entries[-1]
        number = NEW_NUMBER.match(rest)
        if not number:
            return
        entry.new_number, entry.actor = number[1], actor.strip().title()
        entry.action = fold((number[3] or "").strip("(*) "))
        self.after = self.after or _day(entry.action)
        self.part, self.letter = "latest", ""
        self._add(rest[number.end() :])

    def _continue(self, line: str) -> None:
        letter = LETTER.match(line) if self.part in ("wording", "latest") else None
        if letter:
            self.letter = letter[1]
            line = line[letter.end() :]
        self._add(line)

    def _add(self, words: str) -> None:
        """Words join what is open; bold and superscript marks go, brackets stay."""
        plain = SUPERSCRIPT.sub("", words.replace("**", "").replace("*", ""))
        if not plain.strip():
            return
        entry = self.entries[-1]
        entry.marks.update(SUPERSCRIPT.findall(words))
        if self.part == "recommendation":
            entry.recommendation = f"{entry.recommendation} {plain}"
            return
        target = entry.wordings if self.part == "wording" else entry.latest
        target[self.letter] = fold(f"{target.get(self.letter, '')} {plain}")


def _day(text: str) -> str:
    found = DAY.search(text)
    return found[0] if found else ""
