"""Processes of this program: their children, their memory, and their garbage collector."""
