"""Wagtail looks for hooks at the root of an app; ours live in the rooms."""
