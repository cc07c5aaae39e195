"""How fast the building blocks are, beside other ways to do the same, measured in one run."""
