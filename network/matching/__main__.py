"""`python -m network.matching …`: see cli.py."""

from .cli import main

raise SystemExit(main())
