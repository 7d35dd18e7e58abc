"""What the templates of desks need beside Django's own tags."""
