"""Closed cases kept, anonymised or erased."""
