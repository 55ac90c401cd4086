"""People who sign in: their passphrases, the recovery key, the lock, and the page of them."""
