"""Meetings: their dates and steps, invitations, packs, minutes and decisions."""
