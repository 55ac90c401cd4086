"""What comes from elsewhere: imports and received cases, written and undone."""
