"""The pages of a case, a file a page."""
