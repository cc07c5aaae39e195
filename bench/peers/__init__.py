"""Other programs that fill Word templates in, installed when they are asked for."""
