"""Looks at a packed file (XLSX, DOCX) before any library opens it: size, ratio, parts, forbidden contents. Pure.

Only the directory of the archive is trusted for refusing, never for accepting: every part is unpacked in pieces and
counted, because a directory can lie about sizes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.exchange_files.limits import FILE_BYTES, PARTS, RATIO, UNPACKED_BYTES, FileRefused

PIECE = 64 * 1024
FORBIDDEN_PARTS = {
    "externallinks": gettext_lazy("links to other files; paste the values instead and save again"),
    "vbaproject": gettext_lazy("macros; save it as .xlsx without macros"),
    "activex": gettext_lazy("active parts; save a plain copy"),
    "embeddings": gettext_lazy("embedded files; remove them"),
    "ctrlprops": gettext_lazy("form controls; save a plain copy"),
    "querytables": gettext_lazy("queries of other sources; paste the values instead"),
    "connections.xml": gettext_lazy("connections to other sources; paste the values instead"),
}
NESTED = {".zip", ".xlsx", ".xlsm", ".docx", ".gz", ".7z", ".rar", ".jar", ".bz2", ".xz"}
DECLARATIONS = (b"<!doctype", b"<!entity")
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00")
SMALL = 1024  # a part this small may be packed at any ratio


def check_packed(content: bytes, must_hold: str) -> None:
    """Refuse an archive that is too large, too clever, or no document of the wanted kind.

    must_hold: a part every such document has ("xl/workbook.xml"). Raises FileRefused.
    """
    if len(content) > FILE_BYTES:
        raise FileRefused(_("the file is larger than %(most)s MB; split it") % {"most": FILE_BYTES // 2**20})
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(
            _("the file is encrypted or of an old format (.xls, .doc); save it as .xlsx without a password")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _directory(archive.infolist(), must_hold)
            _unpack(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise FileRefused(_("the file is damaged or not what its name says; save it again")) from error


def _directory(parts: list[zipfile.ZipInfo], must_hold: str) -> None:
    if len(parts) > PARTS:
        raise FileRefused(
            _("the file has %(parts)s parts; at most %(most)s. Save a copy with the one sheet only")
            % {"parts": len(parts), "most": PARTS}
        )
    names = [part.filename for part in parts]
    if len(set(names)) != len(names):
        raise FileRefused(_("the file holds the same part twice; save it again"))
    if must_hold not in names:
        raise FileRefused(_("the file is not what its name says; save it as .xlsx"))
    for part in parts:
        _part(part)


def _part(part: zipfile.ZipInfo) -> None:
    name = part.filename
    pieces = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\")) or ".." in pieces or "\x00" in part.orig_filename or ":" in name:
        raise FileRefused(
            _("a part of the file has a path that leads out of it; save it again with a spreadsheet program")
        )
    if part.flag_bits & 0x1:
        raise FileRefused(_("the file is protected by a password; save it without one"))
    lowered = name.lower()
    for word, why in FORBIDDEN_PARTS.items():
        if word in lowered:
            raise FileRefused(_("the file holds %(why)s") % {"why": why})
    if PurePosixPath(lowered).suffix in NESTED:
        raise FileRefused(_("the file holds another packed file; remove it"))


def _unpack(archive: zipfile.ZipFile) -> None:
    """Count what really comes out, and look for declarations that no spreadsheet program writes."""
    total = 0
    for part in archive.infolist():
        size, head = 0, b""
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                size += len(piece)
                total += len(piece)
                if total > UNPACKED_BYTES:
                    raise FileRefused(
                        _("the file unpacks to more than %(most)s MB; split it") % {"most": UNPACKED_BYTES // 2**20}
                    )
                if size > SMALL and size > RATIO * max(part.compress_size, 1):
                    raise FileRefused(
                        _("a part of the file is packed more than %(ratio)s times; save it again") % {"ratio": RATIO}
                    )
                # The end of the piece before is looked at too, so that a word cut in two is found.
                window = (head + piece).lower()
                head = piece[-16:]
                xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
                if xml and (
                    any(word in window for word in DECLARATIONS) or (size == len(piece) and piece.startswith(WIDE))
                ):
                    raise FileRefused(
                        _("the file declares entities or is not UTF-8; save it with a spreadsheet program")
                    )
