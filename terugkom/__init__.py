"""The subject itself: the plan, its rhythm, what is written and what is sent. Knows nothing of Prefect."""
