"""The page of returns: the tables of a quarter or a year, their checks, and how they leave."""
