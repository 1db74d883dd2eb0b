"""What the demand side, bidders and the office do about items (榜题), beside the moves."""
