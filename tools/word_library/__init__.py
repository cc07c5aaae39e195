"""Build the Word templates of the library from texts: `python -m tools.word_library`."""
