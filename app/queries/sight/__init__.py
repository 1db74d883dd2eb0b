"""Which cases exist for a reader, and by which name people stand in them."""
