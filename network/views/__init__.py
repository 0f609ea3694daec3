"""Views of the exchange: coordinators' rounds and workbench, exchange rooms, links without an account."""
