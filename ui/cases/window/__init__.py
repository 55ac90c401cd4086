"""The case window: tabs, heading, saving, conflicts, the crash journal."""
