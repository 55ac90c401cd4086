"""Importing a file: its pages, one after another."""
