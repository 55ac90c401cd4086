"""Letters of Word templates: fields, language, the safe file, the text."""
