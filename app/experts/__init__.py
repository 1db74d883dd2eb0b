"""Who may judge what, and who is drawn to do so: pure, no database, no clock."""
