"""That nothing is false: the record examined, checked and compared with a checkpoint."""
