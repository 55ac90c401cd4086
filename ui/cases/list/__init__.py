"""The case list, its filter bar, its columns, the preview beside it, its export."""
