"""What the templates of courses need beside Django's own tags."""
