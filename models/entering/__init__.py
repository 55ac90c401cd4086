"""From a file and a passphrase to an open register: founding, signing in, migrating."""
