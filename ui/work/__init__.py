"""What a person has to do, across their cases."""
