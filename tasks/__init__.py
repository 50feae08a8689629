"""What Prefect adds to a step: a name, retries, batches, artifacts. Thin."""
