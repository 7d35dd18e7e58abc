"""A page that is left may still send what it has not said: the database is put away only when the server has heard it out."""

import threading
import time
from typing import Any

from django.core.signals import request_finished, request_started

#: Seconds without any request after which a closed window is believed to have nothing more to say.
SILENCE = 0.15
#: Seconds after which a request is taken for one that will never end.
PATIENCE = 10.0


class Traffic:
    """How many requests the server's threads are answering, and when the last one began or ended."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.running = 0
        self.last = 0.0
        request_started.connect(self.begun)
        request_finished.connect(self.ended)

    def begun(self, **_said: Any) -> None:
        self.count(1)

    def ended(self, **_said: Any) -> None:
        self.count(-1)

    def count(self, change: int) -> None:
        # Django's test client asks in the tests' own thread, and does not always close what it gets.
        if threading.current_thread() is not threading.main_thread():
            with self.lock:
                self.running += change
                self.last = time.monotonic()

    def wait(self) -> None:
        """Return when nothing has been asked for a moment."""
        closed = time.monotonic()
        while time.monotonic() < closed + PATIENCE:
            if self.running <= 0 and time.monotonic() - max(self.last, closed) >= SILENCE:
                return
            time.sleep(0.02)


TRAFFIC = Traffic()
