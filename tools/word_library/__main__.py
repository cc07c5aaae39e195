"""Write every Word template of the library from the texts."""

from tools.word_library.shelf import write_all

write_all()
