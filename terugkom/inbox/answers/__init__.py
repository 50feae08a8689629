"""What an owner's answer says of an action, by its words alone: nothing here reads or changes the plan."""
