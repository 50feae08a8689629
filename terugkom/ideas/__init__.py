"""The guide's *ideeënbus*: what people hand in, and what became of it."""
