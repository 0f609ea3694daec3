"""Everything that changes something in the exchange, one module per subject; keyword-only, atomic, audited."""
