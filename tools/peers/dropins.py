"""Calls a peer and the module of mtcnn_turbo.compat that takes its place with the same code, and compares what comes back.

Runs in the peer's environment, beside which mtcnn_turbo is on the path: `dropins.py PEER [--models FOLDER] PICTURE...`.
Types, shapes, dtypes and keys must be the same, numbers within what the recipes promise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np

BOX_PIXELS = 0.05  # of mtcnn, whose arithmetic is float64 in parts; the others stay within a thousandth
SCORE = 1e-3


def compare(path: str, theirs: Any, ours: Any) -> Iterator[str]:
    """The differences, as sentences."""
    if isinstance(theirs, (list, tuple)) and type(theirs) is type(ours):
        if len(theirs) != len(ours):
            yield f"{path}: {len(theirs)} and {len(ours)} elements"
            return
        for index, pair in enumerate(zip(theirs, ours, strict=True)):
            yield from compare(f"{path}[{index}]", *pair)
    elif isinstance(theirs, dict) and isinstance(ours, dict):
        if theirs.keys() != ours.keys():
            yield f"{path}: keys {sorted(theirs)} and {sorted(ours)}"
        for key in theirs.keys() & ours.keys():
            yield from compare(f"{path}[{key!r}]", theirs[key], ours[key])
    elif type(theirs) is not type(ours):
        yield f"{path}: {type(theirs).__name__} and {type(ours).__name__}: {theirs!r} and {ours!r}"
    elif hasattr(theirs, "shape"):
        yield from compare_arrays(path, theirs, ours)
    elif isinstance(theirs, (int, float)) and not close(theirs, ours):
        yield f"{path}: {theirs} and {ours}"
    elif isinstance(theirs, (str, type(None))) and theirs != ours:
        yield f"{path}: {theirs!r} and {ours!r}"


def compare_arrays(path: str, theirs: Any, ours: Any) -> Iterator[str]:
    if theirs.shape != ours.shape or theirs.dtype != ours.dtype:
        yield f"{path}: {theirs.dtype} {tuple(theirs.shape)} and {ours.dtype} {tuple(ours.shape)}"
        return
    if str(theirs.dtype) == "object":
        yield from compare(path, theirs.tolist(), ours.tolist())
        return
    if theirs.ndim == 3 and theirs.shape[0] == 3 or theirs.ndim == 4:
        # Cut out faces: where the box is cut to whole pixels, the last bits of its corners may decide.
        difference = np.abs(np.asarray(theirs, float) - np.asarray(ours, float))
        if difference.mean() > 0.05:
            yield f"{path}: pixels differ by {difference.mean()} on average"
        return
    if not close(np.asarray(theirs, float), np.asarray(ours, float)):
        yield f"{path}: {theirs} and {ours}"


def close(theirs: Any, ours: Any) -> bool:
    whole = np.issubdtype(np.asarray(theirs).dtype, np.integer)
    return bool(np.all(np.abs(np.asarray(theirs, float) - np.asarray(ours, float)) <= (1 if whole else BOX_PIXELS)))


class Calls:
    """The same calls of both, one after the other."""

    def __init__(self) -> None:
        self.made = 0
        self.differences: list[str] = []

    def make(self, name: str, theirs: Any, ours: Any, call: Callable[[Any], Any]) -> None:
        self.made += 1
        found = list(compare(name, call(theirs), call(ours)))
        for difference in found[:3]:
            print(f"  {difference}")
        self.differences += found


def check_pymtcnn(calls: Calls, pictures: list[Any], models: str) -> None:
    import pymtcnn

    from mtcnn_turbo.compat import pymtcnn as turbo

    theirs, ours = (module.MTCNN(backend="cpu", model_dir=models, verbose=False) for module in (pymtcnn, turbo))
    black = np.zeros((200, 200, 3), np.uint8)
    for index, picture in enumerate([*pictures, black]):
        calls.make(f"detect of picture {index}", theirs, ours, lambda d, p=picture: d.detect(p))
        calls.make(f"debug of picture {index}", theirs, ours, lambda d, p=picture: d.detect(p, return_debug=True))
    calls.make("detect_batch", theirs, ours, lambda d: d.detect_batch([*pictures, black]))
    calls.make("get_backend_info", theirs, ours, lambda d: sorted(d.get_backend_info()))
    for module in (pymtcnn, turbo):
        try:
            module.MTCNN(backend="abacus")
            calls.differences.append(f"{module.__name__} takes any backend")
        except ValueError:
            pass


def check_facenet(calls: Calls, pictures: list[Any], _: str) -> None:
    import facenet_pytorch
    import torch
    from PIL import Image

    from mtcnn_turbo.compat import facenet_pytorch as turbo

    torch.set_num_threads(1)
    kinds: dict[str, Callable[[Any], Any]] = {
        "Pillow": lambda p: Image.fromarray(p),
        "array": lambda p: p,
        "tensor": lambda p: torch.as_tensor(p.copy()),
    }
    pictures = [cv2.cvtColor(picture, cv2.COLOR_BGR2RGB) for picture in pictures]
    black = np.zeros((200, 200, 3), np.uint8)
    options: list[dict[str, Any]] = [
        {},
        {"keep_all": True, "margin": 20, "post_process": False},
        {"select_largest": False, "min_face_size": 40},
        {"selection_method": "center_weighted_size", "image_size": 80},
        {"selection_method": "largest_over_threshold", "thresholds": [0.6, 0.7, 0.9]},
    ]
    for option in options:
        theirs, ours = (module.MTCNN(**option) for module in (facenet_pytorch, turbo))
        for kind, convert in kinds.items():
            if "center" in option.get("selection_method", "") and kind != "Pillow":
                continue  # facenet-pytorch knows the size of Pillow's pictures only
            for index, picture in enumerate([*pictures, black]):
                name = f"{option} {kind} {index}"
                image = convert(picture)
                calls.make(f"detect {name}", theirs, ours, lambda d, p=image: d.detect(p))
                calls.make(f"landmarks {name}", theirs, ours, lambda d, p=image: d.detect(p, landmarks=True))
                calls.make(f"forward {name}", theirs, ours, lambda d, p=image: d(p, return_prob=True))
        for batch in ([black, black], [pictures[0], pictures[0]]):
            images = [Image.fromarray(picture) for picture in batch]
            calls.make(f"batch of Pillow {option}", theirs, ours, lambda d, p=images: d.detect(p, landmarks=True))
            calls.make(f"forward of Pillow {option}", theirs, ours, lambda d, p=images: d(p))
            array = np.stack(batch)
            calls.make(f"batch of arrays {option}", theirs, ours, lambda d, p=array: d.detect(p, landmarks=True))
            calls.make(f"forward of arrays {option}", theirs, ours, lambda d, p=array: d(p))


def check_mtcnn(calls: Calls, pictures: list[Any], _: str) -> None:
    import mtcnn

    from mtcnn_turbo.compat import mtcnn as turbo

    theirs, ours = (module.MTCNN(device="CPU:0") for module in (mtcnn, turbo))
    pictures = [cv2.cvtColor(picture, cv2.COLOR_BGR2RGB) for picture in pictures]
    black = np.zeros((200, 200, 3), np.uint8)
    for index, picture in enumerate([*pictures, black]):
        for arguments in (
            {},
            {"box_format": "xyxy"},
            {"output_type": "numpy"},
            {"output_type": "numpy", "box_format": "xyxy", "fit_to_image": False},
            {"limit_boundaries_landmarks": True, "threshold_onet": 0.85, "threshold_rnet": 0.75},
            {"postprocess": False, "output_type": "numpy"},
        ):
            name = f"picture {index} {arguments}"
            calls.make(name, theirs, ours, lambda d, p=picture, a=arguments: d.detect_faces(p, **a))
    calls.make("batch", theirs, ours, lambda d: d.detect_faces([pictures[0], pictures[0]]))
    calls.make("predict", theirs, ours, lambda d: d.predict(pictures[0]))


CHECKS = {"pymtcnn": check_pymtcnn, "facenet": check_facenet, "mtcnn": check_mtcnn}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=CHECKS)
    parser.add_argument("--models", default="")
    parser.add_argument("pictures", nargs="+")
    options = parser.parse_args()
    calls = Calls()
    CHECKS[options.peer](calls, [cv2.imread(path) for path in options.pictures], options.models)
    print(f"{options.peer}: {calls.made} calls, {len(calls.differences)} differences")
    return 1 if calls.differences else 0


if __name__ == "__main__":
    sys.exit(main())
