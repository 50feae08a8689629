"""Meeting packs: what a group reads before it meets, with the progress and the decisions asked."""
