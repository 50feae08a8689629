"""Coming back together: meetings with their steps, what they decide, and what peers share."""
