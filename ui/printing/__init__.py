"""Paper: preview, printer, PDF."""
