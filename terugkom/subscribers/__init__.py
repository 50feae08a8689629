"""Subscribers of mail for staff: the staff list, subscription status, mailings and answers."""
