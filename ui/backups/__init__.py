"""Backups: made on a schedule, looked into, restored."""
