"""What is done to documents: one verb a file; each loads, allows, decides, records and promises.

A file that is named by a thing (`stages`, `codes`, `recipients`) holds what several verbs share.
"""
