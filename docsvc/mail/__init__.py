"""Outgoing mail: what is written, handed over and kept."""
