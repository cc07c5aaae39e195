"""What happens to documents: state, rules, transactions and the jobs that carry them out."""

__version__ = "0.1.0"
