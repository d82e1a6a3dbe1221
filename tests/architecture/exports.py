#!/usr/bin/env python3
"""Checks what a shared library shows: `exports.py LIBRARY HEADER...` prints every symbol that the public headers do not
mark with MTCNN_API, and every function of C that they do and the library lacks; then it exits 1."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

COMMENT = re.compile(r"//[^\n]*")
# `class MTCNN_API Detector`, `MTCNN_API std::string version(`, `MTCNN_API int mtcnn_abi_version(`
MARKED_CLASS = re.compile(r"\bclass MTCNN_API (\w+)")
MARKED_FUNCTION = re.compile(r"^MTCNN_API [^;(]*?(\w+)\(", re.MULTILINE)
# `mtcnn::Detector::detect(...)`, `typeinfo for mtcnn::Error`, `mtcnn::version[abi:cxx11]()`
NAME_IN_NAMESPACE = re.compile(r"(?:(?:typeinfo|typeinfo name|vtable) for )?mtcnn::(\w+)\b")


def main() -> None:
    library, *headers = sys.argv[1:]
    marked = marked_names(headers)
    shown = shown_symbols(library)
    in_c = {name for name in marked if name.startswith("mtcnn_")}
    findings = [f"{library} shows {symbol}" for symbol in sorted(shown) if public_name(symbol) not in marked]
    findings += [f"{library} lacks {name}" for name in sorted(in_c - shown)]
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)


def marked_names(headers: list[str]) -> set[str]:
    """The classes and functions that the headers mark with MTCNN_API, without their namespace."""
    names: set[str] = set()
    for header in headers:
        text = COMMENT.sub("", Path(header).read_text())
        names.update(MARKED_CLASS.findall(text), MARKED_FUNCTION.findall(text))
    if not names:
        sys.exit("the headers mark nothing with MTCNN_API")
    return names


def shown_symbols(library: str) -> set[str]:
    nm = subprocess.run(
        ["nm", "--dynamic", "--defined-only", "--demangle", library], check=True, capture_output=True, text=True
    )
    return {line.split(maxsplit=2)[2] for line in nm.stdout.splitlines()}


def public_name(symbol: str) -> str:
    """What has to be marked for a symbol to be shown: a class, or a function."""
    found = NAME_IN_NAMESPACE.match(symbol)
    return found.group(1) if found else symbol


if __name__ == "__main__":
    main()
