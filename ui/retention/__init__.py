"""Retention: closed cases whose time is over, and what is done with them."""
