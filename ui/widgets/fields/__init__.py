"""Fields that a person fills in."""
