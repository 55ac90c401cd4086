"""That nothing is lost: backups, restoring, the crash journal, others’ changes noticed."""
