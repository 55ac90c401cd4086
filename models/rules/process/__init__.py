"""The process: stages, clocks, warnings, retention, by rules that are data."""
