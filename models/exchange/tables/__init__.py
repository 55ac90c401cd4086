"""What leaves as CSV, workbook or document."""
