"""What a process tells of its own work, and nothing of people: lines for the log, figures for Prometheus."""
