"""From the outbox to whoever does the work: claims, leases, an embedded pool, Redis as doorbell, workers."""
