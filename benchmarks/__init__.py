"""Measurements: each module is a command that prints a table. Linear algebra has one thread, as it has in the project:
several add up in another order, and the matching's plan for 3,000 cities then differs a little."""

import os

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
