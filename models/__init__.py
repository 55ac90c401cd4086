"""Everything the register knows and may do. Never imports Qt."""
