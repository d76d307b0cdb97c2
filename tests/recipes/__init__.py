"""How what is shipped and not written by hand was made."""
