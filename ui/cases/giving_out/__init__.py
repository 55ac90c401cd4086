"""The case file given out, and verified."""
