"""Reads back the words and fonts of a PDF this site wrote, so that tests see what a reader sees; no library needed."""

from __future__ import annotations

import base64
import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.S)
SHOWN = re.compile(rb"/(F\d+(?:\+\d+)?) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj|(T\*|Td|Tm|ET)", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def fonts_of(content: bytes) -> set[str]:
    """Names of the fonts, with the tag of an embedded subset in front."""
    return {name.decode() for name in re.findall(rb"/BaseFont /([\w+-]+)", content)}


def text_of(content: bytes) -> str:
    """The text in the order it is drawn, and the document's title."""
    objects = {int(number): body for number, body in OBJECT.findall(content)}
    maps = {}
    for body in objects.values():
        name, unicode_ = re.search(rb"/Name /(F\d+(?:\+\d+)?)", body), re.search(rb"/ToUnicode (\d+) 0 R", body)
        if name:
            maps[name[1]] = _map(_stream(objects[int(unicode_[1])])) if unicode_ else {}
    drawn = [_drawn(_stream(body), maps) for body in objects.values() if b"stream" in body and b"/Length1" not in body]
    return "".join(drawn) + _titles(content)


def _titles(content: bytes) -> str:
    """Texts of the document's information, which readers show in their title bar."""
    found = re.findall(rb"/(?:Title|Author|Subject|Keywords) \(((?:\\.|[^\\()])*)\)", content, re.S)
    texts = [_plain(text) for text in found]
    return "\n".join(t.decode("utf-16" if t.startswith(b"\xfe\xff") else "latin-1", "replace") for t in texts)


def _stream(body: bytes) -> bytes:
    head, _, rest = body.partition(b"stream")
    data = rest.strip(b"\r\n").rpartition(b"endstream")[0]
    if b"ASCII85Decode" in head:
        data = base64.a85decode(data.strip().removeprefix(b"<~").removesuffix(b"~>"))
    return zlib.decompress(data) if b"FlateDecode" in head else data


def _map(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for first, last, targets in re.findall(rb"<(\w+)> <(\w+)> \[([^\]]*)\]", cmap):
        values = re.findall(rb"<(\w+)>", targets)
        for offset, value in enumerate(values[: int(last, 16) - int(first, 16) + 1]):
            found[int(first, 16) + offset] = bytes.fromhex(value.decode()).decode("utf-16-be", "replace")
    for code, value in re.findall(rb"^<(\w+)> <(\w+)>\s*$", cmap, re.M):
        found[int(code, 16)] = bytes.fromhex(value.decode()).decode("utf-16-be", "replace")
    return found


def _drawn(stream: bytes, maps: dict[bytes, dict[int, str]]) -> str:
    out, font = [], b""
    for name, shown, moved in SHOWN.findall(stream):
        if name:
            font = name
        elif moved:
            out.append("\n" if moved in (b"T*", b"ET") else "")
        else:
            letters = _plain(shown)
            out.append("".join(maps.get(font, {}).get(code, chr(code)) for code in letters))
    return "".join(out)


def _plain(text: bytes) -> bytes:
    """A PDF string without its escapes."""

    def real(found: re.Match[bytes]) -> bytes:
        mark = found[1]
        return bytes([int(mark, 8) & 255]) if mark[:1].isdigit() else ESCAPES.get(mark, mark)

    return re.sub(rb"\\([0-7]{1,3}|.)", real, text, flags=re.S)
