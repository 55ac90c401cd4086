"""The tables whose rows are of one case."""
