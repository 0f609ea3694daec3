"""The oracle passes the contract it is the measure of."""

import pytest

from search.engines.memory import MemoryEngine
from tests.search.contract import EngineContract, NewEngine
from tests.search.library import FACETS


class TestMemoryEngine(EngineContract):
    @pytest.fixture
    def new_engine(self) -> NewEngine:
        return lambda: MemoryEngine(facets=FACETS)
