"""What goes into a register and comes out of it: CSV, sheets, JSON."""
