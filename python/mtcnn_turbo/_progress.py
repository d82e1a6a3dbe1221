"""A line on the terminal."""

from __future__ import annotations

import sys
import time

INTERVAL = 0.1  # seconds between two updates


class Progress:
    """Says on standard error, where that is a terminal, how far a clip is."""

    def __init__(self, source: str, enabled: bool) -> None:
        self._source = source
        self._enabled = enabled and sys.stderr.isatty()
        self._expected = self._frames = self._faces = 0
        self._started = self._shown = time.monotonic()

    def expect(self, frames: int) -> None:
        """0 where nobody knows."""
        self._expected = frames

    def count(self, faces: int) -> None:
        """One more frame is done."""
        self._frames += 1
        self._faces += faces
        now = time.monotonic()
        if not self._enabled or now - self._shown < INTERVAL:
            return
        self._shown = now
        rate = self._frames / (now - self._started)
        expected = left = ""
        if self._expected >= self._frames:
            expected = f"/{self._expected}"
            left = f", {(self._expected - self._frames) / rate:.0f} s left"
        line = f"{self._source}: {self._frames}{expected} frames, {rate:.3g}/s{left}, {self._faces} faces"
        print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._enabled:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
