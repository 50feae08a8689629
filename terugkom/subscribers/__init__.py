"""Who reads what staff is told: the staff list, who is left out and why, and what they answer."""
