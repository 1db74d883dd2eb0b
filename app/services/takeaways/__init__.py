"""What people take away: sheets of the lists they see, dossiers of the cases they may see whole."""
