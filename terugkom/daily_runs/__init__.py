"""The daily run of all municipalities, and which runs must be started."""
