"""Who sits and who waits, in plain Python."""

from datetime import datetime, timedelta

#: How long an offered place is kept for the person it was offered to.
OFFER_LASTS = timedelta(hours=48)


def has_place(*, seats: int, taken: int, waiting: int) -> bool:
    """Whether a newcomer may sit: a place is free, and nobody has waited for it longer."""
    return not waiting and taken < seats


def places_to_offer(*, seats: int, taken: int, waiting: int) -> int:
    """How many of those who wait can be offered a place now."""
    return max(0, min(waiting, seats - taken))


def offer_ends(*, at: datetime, starts_at: datetime | None) -> datetime:
    """An offer ends after two days, or when the first session begins if that is sooner and still ahead."""
    ends = at + OFFER_LASTS
    return min(ends, starts_at) if starts_at is not None and starts_at > at else ends
