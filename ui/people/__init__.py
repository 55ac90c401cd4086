"""People: who they are, what they were in, and what calls for a look."""
