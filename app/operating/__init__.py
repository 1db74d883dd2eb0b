"""What an operator watches: logs, measures, and whether this process is ready to serve."""
