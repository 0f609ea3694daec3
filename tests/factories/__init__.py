"""Factories of records for every room's tests."""
