"""Small parts used in more than one place, a module each: a page imports those that it shows."""
