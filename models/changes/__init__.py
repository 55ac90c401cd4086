"""What may be done to a register: each change is one function of an open ``Change``."""
