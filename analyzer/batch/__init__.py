"""Many articles at once: to come."""
