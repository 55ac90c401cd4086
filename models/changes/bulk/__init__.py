"""New cases written many at once, and taken out again."""
