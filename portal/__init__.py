"""The room of families: getting an account, and everything a family sees."""
