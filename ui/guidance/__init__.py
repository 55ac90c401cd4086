"""Guidance: what the force has told its members, and who acknowledged it."""
