"""What is printed: the case sheet, the chronology, lists, answers and returns."""
