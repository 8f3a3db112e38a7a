"""Reads about messages: whom one may write to, whom a message comes to, and what a family or a colleague is shown."""
