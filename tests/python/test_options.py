"""What a detector is made with."""

from __future__ import annotations

import math
import pickle
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mtcnn_turbo
from mtcnn_turbo import MTCNN, Error


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_face_size": 0}, "the smallest face"),
        ({"min_face_size": math.nan}, "the smallest face"),
        ({"thresholds": (0.6, 0.7)}, "thresholds must be three numbers, one for each network, not 2"),
        ({"thresholds": (0.6, 0.7, 1.5)}, "threshold"),
        ({"factor": 1}, "scale factor"),
        ({"factor": math.nan}, "scale factor"),
        ({"recipe": "opencv"}, "opencv"),
        ({"backend": "abacus"}, "abacus"),
        ({"threads": 0}, "threads must be at least 1, or None for one per core, not 0"),
        ({"max_faces": 0}, "most faces|number of faces|max"),
        ({"max_proposals": 0}, "the number of proposals"),
        ({"deadline": 0}, "the deadline must be above 0 seconds"),
        ({"color": "grb"}, 'color must be "bgr" or "rgb", not \'grb\''),
        ({"weights": b"nonsense"}, "weights"),
    ],
)
def test_options_out_of_range_are_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(Error, match=message) as raised:
        MTCNN(**options)
    assert raised.value.stage in ("options", "weights")
    assert isinstance(raised.value, ValueError)


def test_errors_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(Error("no good", "limit", "decode", "a.png", "row 3", 10, 11.5)))
    assert (str(error), error.code, error.stage) == ("no good", "limit", "decode")
    assert (error.input, error.where, error.limit, error.actual) == ("a.png", "row 3", 10, 11.5)


def test_errors_say_what_was_beyond_which_limit() -> None:
    with pytest.raises(Error) as raised:
        MTCNN(min_face_size=0.25)
    assert (raised.value.limit, raised.value.actual) == (1, 0.25)


def test_repr_shows_what_is_not_the_default() -> None:
    assert repr(MTCNN()).startswith("MTCNN(min_face_size=60.0, thresholds=(0.6, 0.7, 0.7), factor=0.709, recipe='openface'")
    assert "max_faces" not in repr(MTCNN())
    assert "threads=2" in repr(MTCNN(threads=2))
    assert repr(MTCNN(color="rgb")).endswith("color='rgb')")


def test_pickle_keeps_the_options(astronaut: np.ndarray) -> None:
    detector = MTCNN(30, (0.5, 0.6, 0.7), 0.8, recipe="facenet", threads=1, max_faces=3)
    copy = pickle.loads(pickle.dumps(detector))
    assert repr(copy) == repr(detector)
    np.testing.assert_array_equal(copy.detect(astronaut)[0], detector.detect(astronaut)[0])


def test_options_reach_the_detector(astronaut: np.ndarray) -> None:
    loose = MTCNN(20, (0.2, 0.1, 0.1)).detect(astronaut)[0]
    assert len(loose) > 2
    np.testing.assert_array_equal(MTCNN(20, (0.2, 0.1, 0.1), max_faces=2).detect(astronaut)[0], loose[:2])
    assert len(MTCNN(max_face_size=40, min_face_size=20).detect(astronaut)[0]) == 0


def test_a_cap_on_proposals_warns(astronaut: np.ndarray, black: np.ndarray) -> None:
    capped = MTCNN(40, max_proposals=3)
    with pytest.warns(UserWarning, match="^the frame has more than 3 proposals"):
        capped.detect(astronaut)
    with pytest.warns(UserWarning, match="^frame 1 has more than 3 proposals"):
        capped.detect_batch([black, astronaut])


def test_a_deadline_names_the_frame(astronaut: np.ndarray) -> None:
    with pytest.raises(Error, match="^frame 0: the search was given up in PNet") as raised:
        MTCNN(40, deadline=1e-9).detect_batch([astronaut, astronaut])
    assert (raised.value.code, raised.value.input, raised.value.where) == ("deadline", "frame 0", "PNet")
    assert raised.value.limit == 1e-9
    assert raised.value.actual > 1e-9


def test_each_frame_has_an_outcome_of_its_own(astronaut: np.ndarray, black: np.ndarray) -> None:
    detector = MTCNN(40)
    flat = np.zeros((4, 4, 2), np.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first, none, wrong, last = detector.detect_each([astronaut, None, flat, astronaut])
        (capped,) = MTCNN(40, max_proposals=3).detect_each([astronaut])
        late = MTCNN(40, deadline=1e-9).detect_each([None, astronaut])
    for detection in (first, last):
        np.testing.assert_array_equal(detection.bboxes, detector.detect(astronaut)[0])
        np.testing.assert_array_equal(detection.landmarks, detector.detect(astronaut)[1])
        assert (detection.capped, detection.error) == (False, None)
    assert isinstance(none.error, TypeError) and str(none.error).startswith("frame 1 ")
    assert isinstance(wrong.error, Error) and str(wrong.error).startswith("frame 2 has the shape (4, 4, 2)")
    assert none.bboxes.shape == wrong.bboxes.shape == (0, 5)
    assert none.landmarks.shape == (0, 5, 2)
    assert capped.capped
    assert isinstance(late[1].error, Error) and (late[1].error.code, late[1].error.input) == ("deadline", "frame 1")
    assert detector.detect_each([]) == []


def test_weights_from_a_file(tmp_path: Path, astronaut: np.ndarray) -> None:
    with pytest.raises(FileNotFoundError):
        MTCNN(weights=tmp_path / "none.safetensors")
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"\0" * 100)
    with pytest.raises(Error, match=f"^{broken}"):
        MTCNN(weights=broken)


def test_what_there_is() -> None:
    assert list(mtcnn_turbo.recipes()) == ["openface", "facenet", "mtcnn"]
    assert {"native", "reference"} <= {backend["name"] for backend in mtcnn_turbo.backends()}
    assert MTCNN(backend="reference").backend == "reference"
    assert mtcnn_turbo.__version__.count(".") == 2
