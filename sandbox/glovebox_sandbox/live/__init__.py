"""Sandboxes that stay: interpreters and commands that live on between the host's requests."""
