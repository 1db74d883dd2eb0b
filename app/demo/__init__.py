"""A whole season played on the real plan, through the same services, database, queue and worker."""
