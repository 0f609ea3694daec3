"""`python -m network.matching …`: see cli.py."""

import gc

from .cli import main

# A problem is hundreds of thousands of small values that all stay: looking for garbage among them again and again
# takes as long as reading them.
gc.set_threshold(200_000, 50, 50)
raise SystemExit(main())
