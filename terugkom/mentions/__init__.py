"""What others say of a plan elsewhere: fetched, forwarded or pasted, for the coordinator alone."""
