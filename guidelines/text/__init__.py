"""Normative text as plain values: tree, addresses, hashes, comparison, alignment. No Django in here."""
