"""What `terugkom doctor` looks at: each check is a function, and one that crashes fails alone."""
