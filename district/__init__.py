"""The shared facts: people, families, schools, enrollments, and the feeds that bring them in."""
