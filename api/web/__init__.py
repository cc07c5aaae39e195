"""Pages for people.

A module with an `area` serves one kind of page, and each of its routes declares who may open it; the others
hold words, forms and pictures that areas share.
"""
