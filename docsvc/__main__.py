"""`python -m docsvc`."""

from docsvc.cli import main

main()
