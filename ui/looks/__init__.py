"""Themes, tokens, the style sheet and icons."""
