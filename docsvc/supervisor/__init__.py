"""`docsvc serve` and `docsvc worker`: processes that are started, watched, renewed and stopped together."""
