"""The desk of those who keep an administration's learning records, in Wagtail's admin: its statements under pseudonyms, the
credentials of other systems, the stores that statements are forwarded to, and what is erased. No page here names a person."""
