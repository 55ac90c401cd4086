"""The window’s desk: what opens, keeps and watches while a register is open."""
