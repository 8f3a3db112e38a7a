"""Child pages on paper: tagged PDFs that a family keeps or carries to an office."""

from portal.papers.document import Document, Heading, Note, Paragraph, Part, Table
from portal.papers.typesetting import paper

__all__ = ["Document", "Heading", "Note", "Paragraph", "Part", "Table", "paper"]
