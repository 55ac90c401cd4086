"""Files of other systems read into cases: cells, headings, a mapping, a dry run, reports."""
