#!/usr/bin/env python3
"""Checks what the core library asks of the system: `symbols.py LIBRARY` prints the symbols with which it could print or
end the program, and exits 1."""

from __future__ import annotations

import re
import subprocess
import sys

# Standard streams, what writes to them, and what ends the process. hwy::Abort does both.
FORBIDDEN = re.compile(
    r"^(stdout|stderr|v?f?printf|puts|putchar|perror|abort|_?exit|quick_exit|std::c(out|err|log)|hwy::Abort)\b"
)


def main() -> None:
    nm = subprocess.run(
        ["nm", "--demangle", "--undefined-only", sys.argv[1]], check=True, capture_output=True, text=True
    )
    undefined = {line.split(maxsplit=1)[1] for line in nm.stdout.splitlines() if re.match(r"\s+U ", line)}
    if not undefined:
        sys.exit(f"{sys.argv[1]} has no undefined symbols: is it a library?")
    found = sorted(symbol for symbol in undefined if FORBIDDEN.match(symbol))
    for symbol in found:
        print(f"{sys.argv[1]} uses {symbol}, which the core never does")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
