"""What waits for a reader, what is new, what is due, and whom others wait for."""
