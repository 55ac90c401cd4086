"""What the law and the force require: vocabularies, names, days, roles; most of it is data."""
