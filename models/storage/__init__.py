"""The file and its seal: engine, keys, opening, writing, locking, copying, the chain."""
