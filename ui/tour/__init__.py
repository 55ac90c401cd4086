"""A walk through every screen, for pictures and tests."""
