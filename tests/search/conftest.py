"""The contract's asserts tell both sides when they fail."""

import pytest

pytest.register_assert_rewrite("tests.search.contract")
