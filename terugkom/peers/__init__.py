"""What municipalities share to learn from one another: actions, what worked, what did not; never people."""
