"""The case file: one PDF or a folder, struck, sealed and verified."""
