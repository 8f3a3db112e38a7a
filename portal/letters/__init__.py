"""Printed activation letters: their text, their QR code, their PDF."""
