"""The recertification quiz: the question bank, its versions, and attempts. It asks `household.access` for the right."""
