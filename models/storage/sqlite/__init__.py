"""What is asked in SQLite's own SQL: the index of words, the list's page, the views that hide."""
