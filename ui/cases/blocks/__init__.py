"""Cards and blocks that stand on a case’s pages."""
