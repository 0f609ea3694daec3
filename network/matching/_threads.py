"""Imported first: tells numpy's linear algebra to use one thread, unless the environment already says otherwise.

The matrices here are small: waiting for each other costs several threads far more than they save (ten times on a
busy machine). Has no effect where numpy was imported before.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
