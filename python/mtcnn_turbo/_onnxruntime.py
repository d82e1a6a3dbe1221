"""Finds the library that the backend "onnxruntime" loads."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path


def find_library(library: str | None) -> str:
    """The one that is given, or that MTCNN_ONNXRUNTIME names, or that the installed package onnxruntime holds; empty where
    there is none, and the system is asked."""
    if library is None:
        library = os.environ.get("MTCNN_ONNXRUNTIME")
    if library:
        return library
    package = importlib.util.find_spec("onnxruntime")  # which is not imported
    for folder in (package and package.submodule_search_locations) or ():
        for file in sorted(Path(folder, "capi").glob("libonnxruntime.*")):
            return str(file)
    return ""
