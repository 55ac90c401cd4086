"""Letters: written, kept as they were sent, and the templates they are made from."""
