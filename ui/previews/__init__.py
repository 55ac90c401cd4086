"""Files of others shown: drawn in a process apart, or opened outside."""
