"""Questions about people: members, users, guidance given and acknowledged."""
