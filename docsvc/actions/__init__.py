"""What is done to documents: one verb a file; each loads, allows, decides, records and promises."""
