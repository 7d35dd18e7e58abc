"""The Republic of Sanderra and its neighbours: a made-up world to try the house in. Everything in it was done by calling the
same actions that people's clicks call, with a past `at`; no row is put in by hand."""
