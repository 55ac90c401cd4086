"""Cases sent to another register and received from one."""
