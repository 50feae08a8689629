"""The gate: checks for vague actions. Guide: "Zorg ervoor dat geplande acties niet vaag of vrijblijvend
zijn."

The rules are data, one file per language in `rules/`; this code only evaluates them. Findings are
advice: they go to the owner and the group, and block nothing.
"""
