"""People, units, the queue and what an operator watches."""
