"""Prefect tasks: names, retries, batches and artifacts around the functions of `terugkom`."""
