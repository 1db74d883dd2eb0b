"""What an item (榜题) goes through: the need, the posting, the judging, the attack."""
