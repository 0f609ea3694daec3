"""How dates and times read in English."""
