"""The database's history; each migration works with the code already running."""
