"""When: one cycle a file, the flow last."""
