"""Pure decisions of the district floor."""
