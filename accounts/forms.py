"""The forms of signing in and of own settings."""
