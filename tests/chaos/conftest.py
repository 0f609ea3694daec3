"""The chaos tests stand on the small site of the search tests."""

from tests.search.conftest import notes

__all__ = ["notes"]
