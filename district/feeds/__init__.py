"""The importers: one pipeline of four steps (read, validate, diff, apply) and a reader for each format."""
