"""Who may see what, and who is who among the users."""
