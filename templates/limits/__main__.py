"""`python -m templates.limits`: a kitchen."""

from templates.limits.cook import main

main()
