"""How fast the site is, measured and printed as JSON lines; nothing here runs in tests or on a site. `bin/bench pages` serves
a real Clearway with two floors beside it, an empty view and an empty Wagtail page, and asks all of them the same way.
"""
