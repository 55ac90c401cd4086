"""A whole case as plain data, two versions of it compared, and the edits that wait."""
