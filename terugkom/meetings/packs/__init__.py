"""What a group reads before it comes back together: where it stands and what it is to decide."""
