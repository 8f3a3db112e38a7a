"""The demo district: a named cast, and districts of any size from a seed."""
