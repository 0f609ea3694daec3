"""Text keeps its contrast in light and dark; components use tokens; every file a style names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SITE = Path(__file__).resolve().parents[2] / "config" / "static" / "site"
TOKENS = (SITE / "css" / "tokens.css").read_text()
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
LIGHT = dict(COLOUR.findall(TOKENS.split("@media (prefers-color-scheme")[0]))
AUTO_BLOCK, CHOSEN_BLOCK = TOKENS.split("@media (prefers-color-scheme: dark)")[1].split(':root[data-theme="dark"]')
AUTO_DARK = dict(COLOUR.findall(AUTO_BLOCK))
CHOSEN_DARK = dict(COLOUR.findall(CHOSEN_BLOCK))
THEMES = {"light": LIGHT, "dark": {**LIGHT, **CHOSEN_DARK}}
INKS = ("ink", "ink-2", "ink-3", "link", "brand", "positive", "mixed", "none", "negative", "unknown", "learn", "info")
PAIRS = [
    *((ink, ground, 4.5) for ink in INKS for ground in ("paper", "surface", "sunken")),
    *((ink, f"{ink}-soft", 4.5) for ink in (*INKS[5:], "warning")),
    *(("ink", f"{soft}-soft", 4.5) for soft in ("brand", "lamp", "learn", "info", "warning", "positive", "negative")),
    ("on-night", "night", 4.5), ("on-night-2", "night", 4.5), ("on-lamp", "lamp", 4.5), ("on-brand", "brand", 4.5),
    ("on-brand", "brand-strong", 4.5), ("ink", "mark", 4.5), ("lamp", "night", 4.5),
    *(("line-strong", ground, 3.0) for ground in ("paper", "surface", "sunken")),
    *((f"chart-{n}", "surface", 3.0) for n in range(1, 6)),
    ("focus", "paper", 3.0), ("focus", "surface", 3.0),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
def test_contrast(theme: str) -> None:
    colours = THEMES[theme]
    low = {}
    for ink, ground, least in PAIRS:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        ratio = (light + 0.05) / (dark + 0.05)
        if ratio < least:
            low[f"{ink} on {ground}"] = round(ratio, 2)
    assert not low


def test_dark_by_the_system_and_by_choice_are_the_same() -> None:
    assert AUTO_DARK == CHOSEN_DARK


def test_components_write_no_colours_and_no_physical_sides() -> None:
    """Excepted: the goals' own hues, and black on white where a camera must read a code."""
    found = []
    for sheet in sorted((SITE / "css").glob("*.css")):
        if sheet.name in ("tokens.css", "print.css", "fonts.css"):
            continue
        for number, line in enumerate(sheet.read_text().splitlines(), start=1):
            if re.search(r"(?<!--sdg: )#[0-9a-fA-F]{3,6}\b", line) and not line.startswith(".qr"):
                found.append(f"{sheet.name}:{number} colour")
            if re.search(r"(margin|padding|border)-(left|right)|text-align: (left|right)|float: (left|right)", line):
                found.append(f"{sheet.name}:{number} side")
    assert not found


def test_every_token_used_is_defined() -> None:
    defined = set(re.findall(r"(--[\w-]+):", TOKENS))
    for sheet in (SITE / "css").glob("*.css"):
        text = sheet.read_text()
        unknown = set(re.findall(r"var\((--[\w-]+)", text)) - defined - set(re.findall(r"(--[\w-]+):", text))
        assert not unknown, f"{sheet.name}: {unknown}"


def test_files_named_by_styles_exist_and_are_ours() -> None:
    for sheet in SITE.rglob("*.css"):
        for name in re.findall(r"url\([\"']?([^\"')]+)", sheet.read_text()):
            assert not name.startswith(("http:", "https:", "//")), f"{sheet.name} asks another host: {name}"
            assert (sheet.parent / name).exists(), f"{sheet.name} names {name}, which is not there"


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (SITE / "icons.svg").read_text()))
    root = SITE.parents[2]
    asked = {
        (name, str(file.relative_to(root)))
        for file in (root / "templates").rglob("*.html")
        for name in re.findall(r"{% icon [\"']([\w-]+)[\"']", file.read_text())
    }
    missing = {(name, file) for name, file in asked if name not in sprite}
    assert not missing


def test_icons_named_in_code_are_in_the_sprite() -> None:
    from config import display
    from config.problems import PROBLEMS

    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (SITE / "icons.svg").read_text()))
    used = {mark.icon for mark in display.DIRECTIONS.values()} | {p.icon for p in PROBLEMS}
    used |= set(display.KIND_ICONS.values()) | set(display.THEME_ICONS.values())
    assert used <= sprite
