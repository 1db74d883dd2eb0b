"""What people are told, and how: inbox, mail, digest, calendar."""
