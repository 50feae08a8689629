"""Claims: what a text says of the environment, and whether the text itself supports it. Guide: "Wees eerlijk
en consequent in je communicatie".

The rules are data, one file per language in `rules/`; this code only evaluates them.
"""
