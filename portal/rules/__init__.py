"""Pure decisions of the family portal."""
