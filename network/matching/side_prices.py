"""What the prices of side rows (pins, cuts, nobody twice together) take off pairs and edges in the search by price."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .groups import Ints
from .model import Packing, Prices


class SideShift:
    """Adds side-row prices to pairs (exactly) and to edges (as an upper bound for groups of three)."""

    def __init__(self, prices: Prices, packing: Packing) -> None:
        self.rows = [(s.cities, float(p)) for s, p in zip(packing.sides, prices.side, strict=False) if p]
        self.at: dict[int, list[tuple[tuple[int, ...], float]]] = {}
        for cities, price in self.rows:
            for city in cities:
                self.at.setdefault(city, []).append((cities, price))

    def pairs(self, block: npt.NDArray[np.float32], start: int) -> None:
        """Subtract the price of rows that a pair counts in; rows of `block` start at city `start`."""
        for city in range(start, start + len(block)):
            for cities, price in self.at.get(city, ()):
                block[city - start, list(cities)] -= np.float32(price)

    def edges(self, block: npt.NDArray[np.float32], rows: Ints) -> None:
        """Subtract what keeps the sum over three edges an upper bound: the price for a row of two, a third else.

        A group of three counts once in a row but has three edges in a set of three, one in a set of two.
        """
        for position, city in enumerate(rows):
            for cities, price in self.at.get(int(city), ()):
                block[position, list(cities)] -= np.float32(price if len(cities) == 2 else price / 3)
