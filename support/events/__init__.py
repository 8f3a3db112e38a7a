"""What may be told of the support desk."""
