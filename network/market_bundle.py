"""Cards of a market with their QR codes, and the market as an archive of plain pages for a room without a network."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.template.loader import render_to_string

from network.models import Market, Membership


def qr_svg(address: str) -> str:
    """The QR code of an address as SVG text with one path."""
    image = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, box_size=10, border=2)
    return str(image.to_string(encoding="unicode"))


def cards(market: Market, place: Membership | None) -> list[dict[str, Any]]:
    """The frozen cards with absolute address, QR code and what the city said."""
    said = {mark.practice: mark for mark in market.marks.filter(membership=place)} if place else {}
    found = []
    for card in market.cards:
        path = str(card.get("path") or "")
        address = path if path.startswith("http") else f"{settings.SITE_URL.rstrip('/')}{path}"
        found.append({**card, "address": address, "qr": qr_svg(address), "mark": said.get(card["code"])})
    return found


def archive(market: Market) -> bytes:
    """A zip of one page with all cards and their codes; nothing in it asks for the network."""
    page = render_to_string("network/market_offline.html", {"market": market, "cards": cards(market, None)})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("market/index.html", page)
        for card in cards(market, None):
            bundle.writestr(f"market/qr/{card['code']}.svg", card["qr"])
    return out.getvalue()
