"""Corrections of what was published: proposed, approved, published, also by hand."""
