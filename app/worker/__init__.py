"""What happens outside a request: the relay, the clock and the jobs."""
