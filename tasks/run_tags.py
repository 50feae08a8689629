"""The tags of runs, by which they are found in Prefect's pages: those of the deployment of their flow.

A run that the daily run starts itself is of no deployment, and would have none.
"""

TAG = "terugkom"  # of each deployment in prefect.yaml, and so of each of its runs
_BY_FLOW = {
    "follow-up-calendar": "calendar",
    "work-batch": "calendar",
    "owner-reminders": "reminders",
    "newsletter": "edition",
    "correct-edition": "edition",
    "code-of-conduct": "readers",
    "deliver": "delivery",
    "import-plan": "plan",
    "subgroup-review": "meetings",
    "core-group-review": "meetings",
    "focus-group-review": "meetings",
    "peer-exchange": "meetings",
}


def list_tags(flow: str) -> list[str]:
    """Return the tags of the runs of a flow that the daily run starts, or of a batch of its cycle."""
    return [TAG, *([_BY_FLOW[flow]] if flow in _BY_FLOW else [])]
