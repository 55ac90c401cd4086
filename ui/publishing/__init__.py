"""Publication: figures that leave the force, and the reading of old cases that they need."""
