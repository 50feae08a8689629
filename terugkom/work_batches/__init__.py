"""What a daily run gives its workers to do: batches of municipalities, each done by one run at a time."""
