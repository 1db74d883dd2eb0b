"""What was decided, and what decisions rest on, is sealed in the chain of the history."""
