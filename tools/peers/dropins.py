"""Calls a peer and the module of mtcnn_turbo.compat that takes its place with the same code, and compares what comes back.

Runs in the peer's environment with mtcnn_turbo on its path: `dropins.py PEER FOLDER_OF_MODELS [PICTURE]...`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peer_jobs import sort_equal_scores_stably  # first: it limits the threads

import cv2
import numpy as np
from compare import SETUP, default_folders, find_pictures
from dropin_calls import Calls

BLACK = np.zeros((200, 200, 3), np.uint8)
FULL_HD = 1920 * 1080
# What is tried in many ways is tried with so few pictures, and those halved.
FEW = 2
SMALL = 300_000


def read(path: Path) -> np.ndarray:
    """In BGR."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        sys.exit(f"{path}: OpenCV does not decode it.")
    return picture


def smallest_face(picture: np.ndarray) -> int:
    return 60 if picture.shape[0] * picture.shape[1] >= FULL_HD else 40


def few(pictures: list[np.ndarray]) -> list[np.ndarray]:
    small = [picture for picture in pictures if picture.shape[0] * picture.shape[1] < SMALL]
    return [picture[::2, ::2].copy() for picture in small[:FEW]]


def as_rgb(pictures: list[np.ndarray]) -> list[np.ndarray]:
    return [cv2.cvtColor(picture, cv2.COLOR_BGR2RGB) for picture in pictures]


def check_pymtcnn(pictures: list[np.ndarray], models: str) -> Calls:
    import pymtcnn

    from mtcnn_turbo.compat import pymtcnn as turbo

    calls = Calls(iou=0.9999, near=0.01)

    def corners(faces: Any) -> Any:
        x, y, width, height = faces[0].T
        return np.stack([x, y, x + width, y + height], axis=1)

    theirs, ours = (module.MTCNN(backend="cpu", model_dir=models) for module in (pymtcnn, turbo))
    for index, picture in enumerate([*pictures, BLACK]):
        for detector in (theirs, ours):
            detector._detector.min_face_size = smallest_face(picture)
        calls.make(f"detect {index}", theirs, ours, lambda d, p=picture: d.detect(p), corners)
    frames = few(pictures)
    for frame in frames:
        calls.make("README", theirs, ours, lambda d, p=frame: d.detect(p), corners)
        calls.make("debug", theirs, ours, lambda d, p=frame: d.detect(p, return_debug=True), corners)
    first = frames[0]
    calls.make("batch", theirs, ours, lambda d: d.detect_batch([*frames, BLACK]))
    calls.make("batch in one array", theirs, ours, lambda d: d.detect_batch(np.stack([first, first])))
    calls.make("empty batch", theirs, ours, lambda d: d.detect_batch([]))
    calls.make("batch of a generator", theirs, ours, lambda d: d.detect_batch(frame for frame in frames))
    for name, frame in odd_arrays(first).items():
        calls.make(name, theirs, ours, lambda d, p=frame: d.detect(p))
    calls.make("info", theirs, ours, lambda d: d.get_backend_info())
    calls.make("attributes", theirs, ours, lambda d: (d.verbose, d.debug_mode, d.backend_name))

    debugging = [module.MTCNN("cpu", models, False, True) for module in (pymtcnn, turbo)]
    calls.make("debug mode", *debugging, lambda d: d.detect(first))
    calls.make("batch in debug mode", *debugging, lambda d: d.detect_batch([first, BLACK]))
    on_onnx = [module.ONNXMTCNN(models) for module in (pymtcnn, turbo)]
    calls.make("ONNXMTCNN", *on_onnx, lambda d: d.detect(first))
    calls.make("settings", *on_onnx, lambda d: (d.min_face_size, d.thresholds, d.factor, d.get_active_provider()))
    return calls


def check_facenet(pictures: list[np.ndarray], _: str) -> Calls:
    import facenet_pytorch
    import torch
    from PIL import Image

    from mtcnn_turbo.compat import facenet_pytorch as turbo

    torch.set_num_threads(1)
    calls = Calls(iou=0.9999, near=0.01)
    both = (facenet_pytorch, turbo)
    pictures = as_rgb(pictures)
    for index, picture in enumerate([*pictures, BLACK]):
        theirs, ours = (module.MTCNN(keep_all=True, min_face_size=smallest_face(picture)) for module in both)
        calls.make(f"detect {index}", theirs, ours, lambda d, p=picture: d.detect(p, landmarks=True), lambda r: r[0])
        if smallest_face(picture) == 40:  # the large ones take long
            calls.make(f"forward {index}", theirs, ours, lambda d, p=picture: d(Image.fromarray(p), return_prob=True))

    first, *others = few(pictures)
    two = np.concatenate([first, first[:, ::-1]], axis=1)
    kinds: dict[str, Callable[[Any], Any]] = {
        "Pillow": Image.fromarray,
        "array": lambda p: p,
        "tensor": lambda p: torch.as_tensor(p.copy()),
    }
    batches: dict[str, list[np.ndarray]] = {
        "one": [first],
        "same": [first, first],
        "black": [BLACK, BLACK],
        "two and one": [two, np.concatenate([first, np.zeros_like(first)], axis=1)],
        "one and none": [first, np.zeros_like(first)],
        "none and one": [np.zeros_like(first), first],
        "sizes": [first, first[:-20]],
        "empty": [],
    }
    options: list[dict[str, Any]] = [
        {},
        {"keep_all": True, "margin": 20, "post_process": False},
        {"select_largest": False, "min_face_size": 40},
        {"selection_method": "center_weighted_size", "image_size": 80},
        {"selection_method": "largest_over_threshold", "thresholds": [0.6, 0.7, 0.9]},
        {"selection_method": "probability", "keep_all": False, "factor": 0.8, "device": "cpu"},
    ]
    for option in options:
        theirs, ours = (module.MTCNN(**option) for module in both)
        tried = kinds if option in options[:2] else {"Pillow": kinds["Pillow"]}
        for kind, convert in tried.items():
            for index, picture in enumerate([first, *others, two, BLACK]):
                name, image = f"{option} {kind} {index}", convert(picture)
                calls.make(f"detect {name}", theirs, ours, lambda d, p=image: d.detect(p))
                calls.make(f"forward {name}", theirs, ours, lambda d, p=image: d(p, return_prob=True))
            for name, batch in batches.items():
                images = [convert(picture) for picture in batch]
                name = f"batch {name} {option} {kind}"
                calls.make(f"detect {name}", theirs, ours, lambda d, p=images: d.detect(p, landmarks=True))
                calls.make(f"forward {name}", theirs, ours, lambda d, p=images: d(p, return_prob=True))
        array = np.stack([first, first])
        calls.make(f"batch {option}", theirs, ours, lambda d, p=array: d(p, return_prob=True))
        calls.make(f"batch of tensors {option}", theirs, ours, lambda d, p=array: d(torch.as_tensor(p), return_prob=True))

    for name, image in odd_arrays(first).items():
        theirs, ours = (module.MTCNN() for module in both)
        calls.make(name, theirs, ours, lambda d, p=image: d.detect(p))
        calls.make(f"{name}, cut out", theirs, ours, lambda d, p=image: d(p))
    for mode in ("L", "RGBA", "P"):
        image = Image.fromarray(first).convert(mode)
        calls.make(f"Pillow {mode}", theirs, ours, lambda d, p=image: d.detect(p))
    check_facenet_faces(calls, both, kinds, first, two)
    return calls


def check_facenet_faces(
    calls: Calls, both: Any, kinds: dict[str, Callable[[Any], Any]], first: np.ndarray, two: np.ndarray
) -> None:
    """Selection, and faces cut out and saved."""
    import torch

    theirs, ours = (module.MTCNN(min_face_size=40) for module in both)
    image = kinds["Pillow"](two)
    found = theirs.detect(image, landmarks=True)
    batch = theirs.detect([image, image], landmarks=True)
    for method in ("probability", "largest", "largest_over_threshold", "center_weighted_size"):
        for threshold in (0.5, 0.999999):
            words = {"method": method, "threshold": threshold}
            calls.make(f"select {words}", theirs, ours, lambda d, w=words: d.select_boxes(*found, image, **w))
            calls.make(f"select of batch {words}", theirs, ours, lambda d, w=words: d.select_boxes(*batch, [image] * 2, **w))
    calls.make("select of no face", theirs, ours, lambda d: d.select_boxes(None, [None], None, image))
    calls.make("extract", theirs, ours, lambda d: d.extract(image, found[0], None))
    calls.make("extract nothing", theirs, ours, lambda d: d.extract(image, None, None))
    # At the borders, beyond them, of less than a pixel, and without one.
    for corners in ([10, 10, 50, 60], [-20, -20, 30, 30], [230, 230, 280, 270.5], [9, 9, 9.5, 9.5], [50, 50, 40, 40]):
        for kind, convert in kinds.items():
            picture = convert(first)
            for margin in (0, 10):
                name = f"extract_face {corners} {kind} {margin}"
                calls.make(name, *both, lambda m, p=picture, c=corners, g=margin: m.extract_face(p, np.array(c), 80, g))
    calls.make("grey face", *both, lambda m: m.extract_face(kinds["Pillow"](first).convert("L"), [10, 10, 50, 60]))
    ramp = torch.arange(12.0).reshape(3, 2, 2)
    for name in ("fixed_image_standardization", "prewhiten"):
        calls.make(name, *both, lambda m, n=name: getattr(m, n)(ramp))

    every = [module.MTCNN(min_face_size=40, keep_all=True) for module in both]
    for kind in ("Pillow", "array"):
        picture = kinds[kind](two)
        calls.make(f"save {kind}", theirs, ours, lambda d, p=picture: saved(d, p, "a/b/face.png"))
        calls.make(f"save all {kind}", *every, lambda d, p=picture: saved(d, p, "face.png"))
        calls.make(f"save a batch {kind}", *every, lambda d, p=picture: saved(d, [p, p], ["x/1.png", "y/2.png"]))
        calls.make(f"save too few {kind}", *every, lambda d, p=picture: saved(d, [p, p], "1.png"))


def saved(detector: Any, image: Any, paths: Any) -> tuple[Any, dict[str, np.ndarray]]:
    """What is returned, and the files, below a folder for this call alone."""
    with tempfile.TemporaryDirectory() as folder:
        below = [f"{folder}/{path}" for path in paths] if isinstance(paths, list) else f"{folder}/{paths}"
        faces = detector(image, save_path=below)
        files = sorted(file for file in Path(folder).rglob("*") if file.is_file())
        return faces, {os.path.relpath(file, folder): read(file) for file in files}


def check_mtcnn(pictures: list[np.ndarray], _: str) -> Calls:
    import mtcnn
    import mtcnn.stages.stage_pnet
    from mtcnn_answers import scales_that_hold_a_window

    from mtcnn_turbo.compat import mtcnn as turbo

    mtcnn.stages.stage_pnet.build_scale_pyramid = scales_that_hold_a_window
    calls = Calls(iou=0.999, near=0.1)
    theirs, ours = (module.MTCNN(device="CPU:0") for module in (mtcnn, turbo))
    pictures = as_rgb(pictures)
    plain = {"output_type": "numpy", "box_format": "xyxy", "threshold_onet": 0.7}
    for index, picture in enumerate([*pictures, BLACK]):
        words = {**plain, "min_face_size": smallest_face(picture)}
        calls.make(f"numbers {index}", theirs, ours, lambda d, p=picture, w=words: d.detect_faces(p, **w), lambda r: r[:, 1:5])
        del words["output_type"], words["box_format"]
        calls.make(f"dictionaries {index}", theirs, ours, lambda d, p=picture, w=words: d.detect_faces(p, **w))

    first, second = few(pictures)
    cut = first[35:, 95:].copy()  # through the face
    variants: list[dict[str, Any]] = [
        {},
        {"box_format": "xyxy"},
        {"output_type": "numpy"},
        {"output_type": "numpy", "fit_to_image": False},
        {"limit_boundaries_landmarks": True},
        {"limit_boundaries_landmarks": True, "fit_to_image": False, "box_format": "xyxy"},
        {"postprocess": False, "output_type": "numpy"},
        {"threshold_pnet": 0.7, "threshold_rnet": 0.75, "threshold_onet": 0.85, "scale_factor": 0.8, "min_size": 24},
        {"threshold_onet": 0.999999, "output_type": "numpy"},
        {"min_face_size": 900},
    ]
    for words in variants:
        for picture in (first, cut, BLACK):
            calls.make(f"{words}", theirs, ours, lambda d, p=picture, w=words: d.detect_faces(p, **w))
        calls.make(f"list {words}", theirs, ours, lambda d, w=words: d.detect_faces([first, first], **w))
    places = ("center", "top", "topleft", "topright", "bottom", "bottomleft", "bottomright", "left", "right")
    for place in places:
        for words in ({}, {"postprocess": False}, {"output_type": "numpy", "box_format": "xyxy", "fit_to_image": False}):
            words = {"batch_stack_justification": place, "min_face_size": 40, **words}
            calls.make(f"sizes {words}", theirs, ours, lambda d, w=words: d.detect_faces([first, second[:-111, :-77]], **w))
    calls.make("with and without", theirs, ours, lambda d: d.detect_faces([first, np.zeros_like(first)]))
    calls.make("without and with", theirs, ours, lambda d: d.detect_faces([np.zeros_like(first), first]))
    calls.make("list of none", theirs, ours, lambda d: d.detect_faces([BLACK, BLACK]))
    for name, picture in odd_arrays(first).items():
        calls.make(name, theirs, ours, lambda d, p=picture: d.detect_faces(p))
    for path in [*find_pictures([SETUP / "pictures"])[:2], Path("/nowhere.png")]:
        calls.make(f"{path}", theirs, ours, lambda d, p=str(path): d.detect_faces(p))
        calls.make(f"list of {path}", theirs, ours, lambda d, p=str(path): d.detect_faces([p, p]))
        calls.make(f"numbers of {path}", theirs, ours, lambda d, p=str(path): d.detect_faces(p, output_type="numpy"))
        if path.exists():
            calls.make(f"bytes of {path}", theirs, ours, lambda d, p=path: d.detect_faces(p.read_bytes()))
            read_by_mtcnn = mtcnn.utils.images.load_image(str(path))
            calls.make(f"README, {path}", theirs, ours, lambda d, p=read_by_mtcnn: d.detect_faces(p))
    calls.make("predict", theirs, ours, lambda d: d.predict(first, min_face_size=30))
    calls.make("device", theirs, ours, lambda d: d.device)
    return calls


def odd_arrays(picture: np.ndarray) -> dict[str, Any]:
    """What people also pass on."""
    grey = picture[..., 1].copy()
    return {
        "float32": picture.astype(np.float32),
        "float64": picture.astype(np.float64),
        "int32": picture.astype(np.int32),
        "from 0 to 1": picture.astype(np.float32) / 255,
        "turned over": picture[:, ::-1],
        "grey": grey,
        "one channel": grey[..., None],
        "with alpha": np.dstack([picture, grey]),
        "tiny": np.zeros((5, 5, 3), np.uint8),
        "nothing": np.zeros((0, 0, 3), np.uint8),
        "None": None,
    }


CHECKS = {"pymtcnn": check_pymtcnn, "facenet": check_facenet, "mtcnn": check_mtcnn}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=CHECKS)
    parser.add_argument("models")
    parser.add_argument("pictures", nargs="*", type=Path)
    options = parser.parse_args()
    sort_equal_scores_stably()
    cv2.setNumThreads(1)
    # Those of the wheel come first: their small ones are tried in many ways.
    folders = dict.fromkeys([SETUP / "pictures", default_folders()[0]])
    # OpenCV reads GIFs as clips in part of its builds.
    paths = [path for path in find_pictures(options.pictures or list(folders)) if path.suffix != ".gif"]
    calls = CHECKS[options.peer]([read(path) for path in paths], options.models)
    calls.pictures = len(paths)
    print(f"{options.peer} and what takes its place: {calls}")
    return 1 if calls.differences else 0


if __name__ == "__main__":
    sys.exit(main())
