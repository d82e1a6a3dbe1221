"""Other projects' packages, which only some functions need."""

from __future__ import annotations

import importlib
from typing import Any


def import_extra(module: str, extra: str, project: str) -> Any:
    """A module of another project; raises ImportError with how to install it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(f"this needs {project}: pip install 'mtcnn-turbo[{extra}]'") from error
