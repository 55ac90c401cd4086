"""From a register’s file to a register that somebody works in."""
