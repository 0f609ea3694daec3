"""Options of the command line's commands, and what they may hold."""

from __future__ import annotations

import argparse

from .floors import FLOORS
from .parse_settings import MAX_SECONDS


def solve_options(sub: argparse.ArgumentParser) -> None:
    """Options of `solve`."""
    sub.add_argument("--time-limit", type=_seconds, metavar="S", help="stop after S seconds with the best found")
    sub.add_argument("--json", action="store_true", help="print the solution as JSON")
    sub.add_argument("--progress", action="store_true", help="report best value, bound and gap on stderr")


def verify_options(sub: argparse.ArgumentParser) -> None:
    """Options of `verify`."""
    sub.add_argument("--skip-bound", action="store_true", help="do not check the proof of the bound")
    sub.add_argument("--json", action="store_true", help="print what was found as JSON")
    sub.add_argument("--progress", action="store_true", help="say on stderr how far it is and how long it takes")


def floors_options(sub: argparse.ArgumentParser) -> None:
    """Options of `floors`."""
    sub.add_argument("--floors", type=_rungs, default=FLOORS, metavar="R,R,…", help="shares of the own best, 0 to 1")
    sub.add_argument("--time-limit", type=_seconds, metavar="S", help="stop after S seconds with the floors done")
    sub.add_argument("--json", action="store_true", help="print the figures as JSON")


def explain_options(sub: argparse.ArgumentParser) -> None:
    """Options of `explain`."""
    sub.add_argument("--city", required=True, metavar="X", help="id of the city")
    sub.add_argument("--with", dest="other", action="append", metavar="Y", help="why not X with Y (twice for a three)")
    sub.add_argument("--estimate", action="store_true", help="do not compute the best plan with that group")
    sub.add_argument("--json", action="store_true", help="print the answer as JSON")


def repair_options(sub: argparse.ArgumentParser) -> None:
    """Options of `repair`."""
    sub.add_argument("--drop", action="append", default=[], metavar="X", help="a city declines (may be given again)")
    sub.add_argument(
        "--pin",
        action="append",
        default=[],
        metavar="A,B[,C]",
        help="these cities work together (or a JSON list of ids)",
    )
    sub.add_argument(
        "--forbid", action="append", default=[], metavar="A,B", help="these cities do not (or a JSON list of ids)"
    )
    sub.add_argument("--join", action="append", default=[], metavar="city.json", help="a city joins")
    sub.add_argument("--time-limit", type=_seconds, metavar="S", help="stop after S seconds with the ways found")
    sub.add_argument("--json", action="store_true", help="print the new solution and the ways compared as JSON")
    sub.add_argument("--progress", action="store_true", help="report best value, bound and gap on stderr")


def _rungs(value: str) -> tuple[int, ...]:
    try:
        shares = [float(part) for part in value.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value} is not a list of shares") from None
    if not all(0 <= share <= 1 for share in shares) or len(shares) > 101:
        raise argparse.ArgumentTypeError("give up to 101 shares from 0 to 1 with commas, such as 0.1,0.2,0.25")
    return tuple(round(share * 1000) for share in shares)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value} is not a number of seconds") from None
    if not 0 <= seconds <= MAX_SECONDS:
        raise argparse.ArgumentTypeError(f"give a number of seconds from 0 to {MAX_SECONDS}")
    return seconds
