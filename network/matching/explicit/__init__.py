"""Solver of the explicit form: presolve, relaxation, cuts, local search, branch and cut over listed groups."""
