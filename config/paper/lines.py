"""A paragraph in one font with letters from right to left, which the PDF library neither joins nor turns."""

from __future__ import annotations

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from config.paper.letters import runs
from config.paper.scripts import joined, visual

LEADING = 1.45


class Lines(Flowable):  # type: ignore[misc]
    """A paragraph with letters from right to left: broken in reading order, then each line joined and turned."""

    def __init__(self, text: str, size: float, font: str, *, right_to_left: bool, at_right: bool) -> None:
        super().__init__()
        self.text, self.size, self.font, self.rtl, self.at_right = text, size, font, right_to_left, at_right
        self.lines: list[str] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break into lines of that width (points). Returns what the paragraph takes."""
        self.width, self.lines = width, []
        for given in self.text.split("\n"):
            line = ""
            for word in given.split(" "):
                longer = f"{line} {word}" if line else word
                if line and self._wide(longer) > width:
                    self.lines.append(line)
                    longer = word
                line = longer
            self.lines.append(line)
        self.height = len(self.lines) * self.size * LEADING + 4
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Two paragraphs where a page ends."""
        self.wrap(width, height)
        fitting = int((height - 4) // (self.size * LEADING))
        if fitting < 1 or fitting >= len(self.lines):
            return []
        halves = (self.lines[:fitting], self.lines[fitting:])
        return [
            Lines("\n".join(half), self.size, self.font, right_to_left=self.rtl, at_right=self.at_right)
            for half in halves
        ]

    def draw(self) -> None:
        """Put the lines on the page, at the side the text begins."""
        for number, line in enumerate(self.lines):
            shown = visual(joined(line), right_to_left=self.rtl)
            x = self.width - self._wide(line) if self.at_right else 0.0
            y = self.height - (number + 1) * self.size * LEADING + self.size * 0.3
            for font, piece in runs(shown, self.font):
                self.canv.setFont(font, self.size)
                self.canv.drawString(x, y, piece)
                x += pdfmetrics.stringWidth(piece, font, self.size)

    def _wide(self, line: str) -> float:
        return float(
            sum(pdfmetrics.stringWidth(piece, font, self.size) for font, piece in runs(joined(line), self.font))
        )
