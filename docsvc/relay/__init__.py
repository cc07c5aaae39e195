"""From the outbox to whoever does the work."""
