"""Below ground: what any web application needs, and no word of school."""
