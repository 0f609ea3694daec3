"""How dates and times read in Arabic."""
