"""Hostile and broken files, each refused with a reason; made here so that no archive lies in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

CT = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def packed(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(**more: bytes | str) -> bytes:
    """A minimal workbook with further parts ("xl/…" names with __ for /)."""
    parts: dict[str, bytes | str] = {"[Content_Types].xml": CT, "xl/workbook.xml": BOOK}
    return packed({**parts, **{name.replace("__", "/"): content for name, content in more.items()}})


def sheet(rows: int = 1, columns: int = 2, text: str = "x", tall: bool = False) -> bytes:
    import openpyxl

    made = openpyxl.Workbook(write_only=True)
    page = made.create_sheet("a")
    page.append([f"h{n}" for n in range(columns)])
    for _ in range(rows):
        page.append([text] * columns)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sized(content: bytes, entry: str) -> bytes:
    """The archive with a size of zero claimed in its directory for one part: the directory lies."""
    at = content.rindex(entry.encode())
    head = content.rindex(b"PK\x01\x02", 0, at)
    return content[: head + 24] + struct.pack("<I", 1) + content[head + 28 :]


def nested_json(depth: int) -> bytes:
    return b'[{"title":' + b"[" * depth + b"]" * depth + b"}]"


MB = 2**20
FILES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "no ending": lambda: ("records", b"title\nx\n"),
    "a program": lambda: ("records.exe", b"MZ"),
    "a page": lambda: ("records.html", b"<script>alert(1)</script>"),
    "a picture": lambda: ("records.svg", b"<svg onload='x()'/>"),
    "old spreadsheet": lambda: ("records.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    "old spreadsheet renamed": lambda: ("records.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    "empty": lambda: ("records.csv", b""),
    "only headings": lambda: ("records.csv", b"title,city\n"),
    "only blank lines": lambda: ("records.csv", b"\n\n\n"),
    "too large": lambda: ("records.csv", b"title\n" + b"x" * (21 * MB)),
    "one endless line": lambda: ("records.csv", b"title\n" + b"x" * (19 * MB)),
    "endless field in quotes": lambda: ("records.csv", b'title\n"' + b"x\n" * (9 * MB)),
    "quote not closed": lambda: ("records.csv", b'title,city\n"a,b\nc,d\n'),
    "text behind a quote": lambda: ("records.csv", b'title\n"a"b\n'),
    "NUL": lambda: ("records.csv", b"title\na\x00b\n"),
    "Latin-1": lambda: ("records.csv", "title\nBogotá\n".encode("latin-1")),
    "broken UTF-16": lambda: ("records.csv", b"\xff\xfet\x00i"[:-1] + b"\x00\xd8"),
    "UTF-32": lambda: ("records.csv", "title\nx\n".encode("utf-32")),
    "10 000 columns": lambda: ("records.csv", b",".join(b"c%d" % n for n in range(10_000)) + b"\nx\n"),
    "a heading twice": lambda: ("records.csv", b"title,title\na,b\n"),
    "more cells than headings": lambda: ("records.csv", b"title\na,b,c\n"),
    "too many rows": lambda: ("records.csv", b"title\n" + b"x\n" * 20_002),
    "binary as CSV": lambda: ("records.csv", bytes(range(256)) * 40),
    "no archive": lambda: ("records.xlsx", b"PK\x03\x04 not really"),
    "half an archive": lambda: ("records.xlsx", sheet()[:300]),
    "an archive of something else": lambda: ("records.xlsx", packed({"readme.txt": "x"})),
    "bomb of zeros": lambda: ("records.xlsx", book(xl__worksheets__sheet1_xml=b"\0" * (90 * MB))),
    "bomb in a rare part": lambda: ("records.xlsx", book(xl__media__a_bin=b"a" * (90 * MB))),
    "bomb whose directory lies": lambda: ("records.xlsx", sized(book(xl__a_xml=b" " * (30 * MB)), "xl/a_xml")),
    "a thousand parts": lambda: ("records.xlsx", book(**{f"xl__p{n}_xml": "x" for n in range(1000)})),
    "nested archive": lambda: ("records.xlsx", packed({"xl/workbook.xml": BOOK, "xl/inside.zip": packed({"a": "b"})})),
    "macros": lambda: ("records.xlsx", packed({"xl/workbook.xml": BOOK, "xl/vbaProject.bin": b"x"})),
    "external links": lambda: ("records.xlsx", packed({"xl/workbook.xml": BOOK, "xl/externalLinks/externalLink1.xml": "<x/>"})),
    "connections": lambda: ("records.xlsx", packed({"xl/workbook.xml": BOOK, "xl/connections.xml": "<x/>"})),
    "embedded file": lambda: ("records.xlsx", packed({"xl/workbook.xml": BOOK, "xl/embeddings/a.bin": b"x"})),
    "path out of the archive": lambda: ("records.xlsx", packed({"xl/workbook.xml": BOOK, "../../etc/passwd": "x"})),
    "absolute path": lambda: ("records.xlsx", packed({"xl/workbook.xml": BOOK, "/etc/passwd": "x"})),
    "path of another system": lambda: ("records.xlsx", packed({"xl/workbook.xml": BOOK, "..\\..\\win.ini": "x"})),
    "entity bomb": lambda: ("records.xlsx", packed({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'})),
    "entity of a file": lambda: (
        "records.xlsx", packed({"xl/workbook.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><workbook/>'})),
    "UTF-16 parts": lambda: (
        "records.xlsx", packed({"xl/workbook.xml": '<?xml version="1.0"?><!DOCTYPE a><w/>'.encode("utf-16")})),
    "16 384 columns": lambda: ("records.xlsx", sheet(columns=16_384)),
    "too many rows in a sheet": lambda: ("records.xlsx", sheet(rows=20_200, columns=1)),
    "no sheet": lambda: ("records.xlsx", book()),
    "damaged sheet": lambda: ("records.xlsx", book(xl__worksheets__sheet1_xml="<worksheet><row")),
    "no JSON": lambda: ("records.json", b"{title: x}"),
    "JSON that is no list": lambda: ("records.json", b'"x"'),
    "JSON of numbers": lambda: ("records.json", b"[1, 2]"),
    "JSON nested deep": lambda: ("records.json", nested_json(50)),
    "JSON nested endlessly": lambda: ("records.json", nested_json(200_000)),
    "JSON with a key twice": lambda: ("records.json", b'[{"title": "a", "title": "b"}]'),
    "JSON with no number": lambda: ("records.json", b'[{"fte": NaN}]'),
    "JSON with a huge number": lambda: ("records.json", b'[{"fte": ' + b"9" * 5000 + b"}]"),
    "JSON too many": lambda: ("records.json", b"[" + b"{}," * 20_001 + b"{}]"),
    "JSON empty": lambda: ("records.json", b"[]"),
}  # fmt: skip
