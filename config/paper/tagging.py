"""The structure of a PDF that a screen reader follows: headings and paragraphs in reading order (ISO 32000-1, 14.7 and
14.8), which the PDF library draws without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString


@dataclass
class Element:
    """A node of the structure. kind: "Document", "H1", "P", "Span" …; language: when it is not the document's;
    struck: its words are struck through; text: what to read instead of what is drawn, where letters were joined and
    turned. kids: elements, and (page, mark) of what was drawn on a page."""

    kind: str
    language: str = ""
    struck: bool = False
    text: str = ""
    kids: list[Element | tuple[int, int]] = field(default_factory=list)

    def add(self, kind: str, *, language: str = "") -> Element:
        """A new last element under this one."""
        made = Element(kind, language)
        self.kids.append(made)
        return made


class Structure:
    """Collects what is drawn while the pages are made; `write` puts the tree into the file before it is saved."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._marks: dict[int, list[Element]] = {}

    @contextmanager
    def drawing(self, canvas: Any, element: Element) -> Iterator[tuple[int, int]]:
        """What is drawn within belongs to an element. The (page, mark) given is for the caller to put among the
        element's kids, in reading order."""
        page = int(canvas.getPageNumber())
        marks = self._marks.setdefault(page, [])
        marks.append(element)
        canvas._code.append(f"/{element.kind} <</MCID {len(marks) - 1}>> BDC")
        yield page, len(marks) - 1
        canvas._code.append("EMC")

    def write(self, canvas: Any) -> None:
        """Add the tree to the catalogue of the file, and to every page which of its marks belong to which element."""
        document = canvas._doc
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        references: dict[int, Any] = {}
        tree["K"] = self._written(document, self.root, document.Reference(tree), references)
        numbers: list[Any] = []
        for page, marks in sorted(self._marks.items()):
            owners = PDFArray([references[id(element)] for element in marks])
            numbers += [page - 1, document.Reference(owners)]
        for number, page in enumerate(document.Pages.pages):
            page.__Defaults__ = page.__Defaults__ | {"StructParents": number, "Tabs": PDFName("S")}
        tree["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        tree["ParentTreeNextKey"] = len(document.Pages.pages)
        document.Catalog.StructTreeRoot = tree
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _written(self, document: Any, element: Element, parent: Any, references: dict[int, Any]) -> Any:
        made = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.kind), "P": parent})
        own = references[id(element)] = document.Reference(made)
        if element.language:
            made["Lang"] = PDFString(element.language)
        if element.text:
            made["ActualText"] = PDFString(element.text)
        if element.struck:
            made["A"] = PDFDictionary({"O": PDFName("Layout"), "TextDecorationType": PDFName("LineThrough")})
        pages = document.Pages.pages
        made["K"] = PDFArray(
            [
                self._written(document, kid, own, references)
                if isinstance(kid, Element)
                else PDFDictionary(
                    {"Type": PDFName("MCR"), "Pg": document.Reference(pages[kid[0] - 1]), "MCID": kid[1]}
                )
                for kid in element.kids
            ]
        )
        return own


@contextmanager
def artifact(canvas: Any) -> Iterator[None]:
    """What is drawn within stands on every page and is not read aloud."""
    canvas._code.append("/Artifact <</Type /Pagination>> BDC")
    yield
    canvas._code.append("EMC")
