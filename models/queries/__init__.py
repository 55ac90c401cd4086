"""What is asked of a register: plain functions of a connection."""
