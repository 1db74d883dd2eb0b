"""A call as its officer writes it: its texts, criteria, consultation and held messages."""
