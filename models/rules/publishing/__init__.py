"""Publication and returns: what may be asked, answered and withheld."""
