"""The demonstration: an empty installation, its real server, and everybody at work through HTTP."""
