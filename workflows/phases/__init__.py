"""What a proposal goes through, phase by phase; mechanisms put phases together."""
