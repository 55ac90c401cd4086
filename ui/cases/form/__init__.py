"""Forms of a case: fields, editors, cards of rows."""
