"""The whole record: read, filtered, exported; the register checked; checkpoints."""
