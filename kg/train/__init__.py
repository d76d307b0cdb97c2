"""Training: the tagger of names, and the weights that say whose a number is, from marks of ``data/training``."""
