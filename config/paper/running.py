"""What stands on every page, above and below the text, and the canvas that writes the structure into the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from config.paper.letters import runs
from config.paper.scripts import clean, has_right_to_left, is_right_to_left, joined, visual
from config.paper.tagging import Structure, artifact

SIZE = 7.5
FONT = "Pages"


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A canvas whose structure, when it was given one, is written before the file is saved."""

    structure: Structure | None = None

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more | {"pdfVersion": (1, 7)})

    def save(self) -> None:
        """Finish the last page, then the structure, then the file."""
        if len(self._code):
            self.showPage()
        if self.structure is not None:
            self.structure.write(self)
        super().save()


@dataclass(frozen=True, slots=True)
class Edge:
    """A line outside the text. height: above the page's lower edge, points; end: at the side where reading ends."""

    text: str
    height: float
    end: bool = False


def draw_edges(canvas: Any, edges: Sequence[Edge], page: tuple[float, float], margin: float, *, mirrored: bool) -> None:
    """Draw the lines, shortened where they would not fit. mirrored: the page is read from right to left."""
    room = page[0] - 2 * margin
    taken = {edge.height: _wide(joined(clean(edge.text))) + 4 * SIZE for edge in edges if edge.end}
    with artifact(canvas):
        for edge in edges:
            text = _fitting(joined(clean(edge.text)), room if edge.end else room - taken.get(edge.height, 0))
            x = page[0] - margin - _wide(text) if edge.end != mirrored else margin
            turned = visual(text, right_to_left=is_right_to_left(text)) if has_right_to_left(text) else text
            for font, piece in runs(turned, FONT):
                canvas.setFont(font, SIZE)
                canvas.drawString(x, edge.height, piece)
                x += pdfmetrics.stringWidth(piece, font, SIZE)


def _wide(text: str) -> float:
    return float(sum(pdfmetrics.stringWidth(piece, font, SIZE) for font, piece in runs(text, FONT)))


def _fitting(text: str, room: float) -> str:
    if _wide(text) <= room:
        return text
    while text and _wide(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
