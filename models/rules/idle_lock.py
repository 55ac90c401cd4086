"""After how many idle minutes a window locks, and what an administrator may choose instead."""

from __future__ import annotations

#: Where the register's administrators say nothing.
DEFAULT_MINUTES = 10
#: What they may choose between; never is not among it.
FEWEST_MINUTES, MOST_MINUTES = 1, 240
