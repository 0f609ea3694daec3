"""The starter collection: readable files → checked records → a printable plan → the site.

files (read) → shapes + checks (judge, pure) → plan (compare) → apply (write). Contract: docs/guides/collection.md.
"""
