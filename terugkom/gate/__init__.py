"""The gate against vague actions. Guide: "Zorg ervoor dat geplande acties niet vaag of vrijblijvend zijn."

The rules are data, a file a language in `rules/`; this code only looks for what they name. What it finds is
advice: it goes to the owner and the group, and blocks nothing.
"""
