"""Everything HTTP: one application of pages for people and JSON for machines."""
