"""What people type at the support desk."""
