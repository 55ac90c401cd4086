"""Tables of rows."""
