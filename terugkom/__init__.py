"""The subject itself: plan, schedule, documents and deliveries. Does not import Prefect."""
