"""Questions about cases: the list, one case, its history, what is due."""
