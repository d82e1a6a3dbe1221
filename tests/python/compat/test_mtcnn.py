"""In the place of mtcnn 1.0.0 and 0.1.1. What is expected was observed from them."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtcnn_turbo.compat.mtcnn import MTCNN

# One face, which the upper and the left border cut.
CUT = np.s_[70:, 190:]


@pytest.fixture
def peer() -> MTCNN:
    return MTCNN()


@pytest.mark.parametrize("answers", ["mtcnn"], indirect=True)
def test_answers_are_those_of_mtcnn(answers: list, peer: MTCNN) -> None:
    for answer in answers:
        table = peer.detect_faces(
            answer.picture,
            fit_to_image=False,
            output_type="numpy",
            min_face_size=answer.min_face_size,
            threshold_pnet=answer.thresholds[0],
            threshold_rnet=answer.thresholds[1],
            threshold_onet=answer.thresholds[2],
            scale_factor=answer.factor,
        )
        assert len(table) == len(answer.boxes)
        if len(table) == 0:
            continue
        np.testing.assert_allclose(table[:, 1:5], answer.boxes, atol=0.1)
        np.testing.assert_allclose(table[:, 5], answer.scores, atol=1e-4)
        np.testing.assert_allclose(table[:, 6:].reshape(-1, 2, 5).swapaxes(1, 2), answer.landmarks, atol=0.1)


def assert_one_face(faces: Any, box: list[int], confidence: float, keypoints: dict[str, list[int]]) -> None:
    """With the types and the order of mtcnn's own."""
    assert type(faces) is list
    (face,) = faces
    assert list(face) == ["box", "confidence", "keypoints"]
    assert face["box"] == box
    assert all(type(number) is int for number in face["box"])
    assert type(face["confidence"]) is np.float64
    assert face["confidence"] == pytest.approx(confidence, abs=1e-4)
    assert list(face["keypoints"].items()) == list(keypoints.items())
    for point in face["keypoints"].values():
        assert type(point) is list
        assert [type(number) for number in point] == [np.int64, np.int64]


def test_dictionaries(peer: MTCNN, astronaut_rgb: np.ndarray) -> None:
    keypoints = {
        "nose": [224, 126],
        "mouth_right": [244, 140],
        "right_eye": [245, 102],
        "left_eye": [204, 100],
        "mouth_left": [202, 139],
    }
    assert_one_face(peer.detect_faces(astronaut_rgb), [182, 64, 83, 107], 0.99912, keypoints)
    assert peer.predict(astronaut_rgb) == peer.detect_faces(astronaut_rgb)


def test_table(peer: MTCNN, astronaut_rgb: np.ndarray) -> None:
    table = peer.detect_faces(astronaut_rgb, output_type="numpy", min_face_size=40)
    assert (table.dtype, table.shape) == (np.float64, (1, 16))
    np.testing.assert_allclose(table[0, :5], [0, 180.387, 64.498, 84.598, 107.5], atol=0.01)
    corners = peer.detect_faces(astronaut_rgb, output_type="numpy", box_format="xyxy", min_face_size=40)
    np.testing.assert_allclose(corners[0, :5], [0, 180.387, 64.498, 264.985, 171.998], atol=0.01)


def test_boxes_within_the_picture(peer: MTCNN, astronaut_rgb: np.ndarray) -> None:
    cut = astronaut_rgb[CUT]
    keypoints = {
        "nose": [33, 59],
        "mouth_right": [54, 72],
        "right_eye": [57, 34],
        "left_eye": [14, 30],
        "mouth_left": [10, 70],
    }
    assert_one_face(peer.detect_faces(cut, min_face_size=40), [0, 0, 75, 102], 0.98057, keypoints)
    for words in ({"fit_to_image": False}, {"postprocess": False}):
        (face,) = peer.detect_faces(cut, limit_boundaries_landmarks=True, min_face_size=40, **words)
        assert face["box"] == [-6, -8, 81, 110]


def test_no_faces(peer: MTCNN, black: np.ndarray) -> None:
    assert peer.detect_faces(black) == []
    assert peer.detect_faces([black, black]) == [[], []]
    assert peer.detect_faces(np.zeros((0, 0, 3), np.uint8)) == []
    table = peer.detect_faces(black, output_type="numpy")
    assert (table.dtype, table.shape) == (np.float64, (0, 6))


def test_lists(peer: MTCNN, astronaut_rgb: np.ndarray) -> None:
    alone = peer.detect_faces(astronaut_rgb)
    none = np.zeros_like(astronaut_rgb)
    assert peer.detect_faces([astronaut_rgb]) == [alone]
    assert peer.detect_faces([astronaut_rgb, none]) == [alone, []]
    assert peer.detect_faces([none, astronaut_rgb]) == [[], alone]
    table = peer.detect_faces([none, astronaut_rgb, astronaut_rgb], output_type="numpy")
    assert table[:, 0].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("justification", "left", "top"),
    [
        ("center", 15, 50),
        ("top", 15, 0),
        ("bottom", 15, 101),
        ("left", 0, 50),
        ("right", 31, 50),
        ("topleft", 0, 0),
        ("bottomright", 31, 101),
    ],
)
def test_pictures_of_different_sizes_lie_on_one_canvas(
    justification: str, left: int, top: int, peer: MTCNN, astronaut_rgb: np.ndarray
) -> None:
    smaller = astronaut_rgb[:-101, :-31]
    canvas = np.zeros_like(astronaut_rgb)
    canvas[top : top + smaller.shape[0], left : left + smaller.shape[1]] = smaller
    words = {"output_type": "numpy", "box_format": "xyxy", "fit_to_image": False}
    expected = peer.detect_faces(canvas, **words)
    batch = [astronaut_rgb, smaller]
    found = peer.detect_faces(batch, batch_stack_justification=justification, **words)
    assert found[:, 0].tolist() == [0, 1]
    np.testing.assert_allclose(found[1, 1:5], expected[0, 1:5] - [left, top, left, top], atol=1e-9)
    np.testing.assert_allclose(found[1, 6:], expected[0, 6:] - np.repeat([left, top], 5), atol=1e-9)
    on_canvas = peer.detect_faces(batch, batch_stack_justification=justification, postprocess=False, **words)
    np.testing.assert_array_equal(on_canvas[1, 1:], expected[0, 1:])


def test_canvas_of_no_such_kind(peer: MTCNN, black: np.ndarray) -> None:
    with pytest.raises(ValueError, match="batch_stack_justification must be one of center, top"):
        peer.detect_faces([black, black], batch_stack_justification="middle")


def test_files(peer: MTCNN, astronaut_rgb: np.ndarray, pictures: Path) -> None:
    path = pictures / "astronaut.png"
    expected = peer.detect_faces(astronaut_rgb)
    assert peer.detect_faces(str(path)) == expected
    assert peer.detect_faces(path) == expected
    assert peer.detect_faces(path.read_bytes()) == expected
    assert peer.detect_faces([str(path), str(path)]) == [expected, expected]


def test_files_that_cannot_be_read_have_no_faces(peer: MTCNN, pictures: Path) -> None:
    for source in ("/nowhere.png", b"no picture", str(Path(__file__))):
        with pytest.warns(UserWarning, match="cannot be read"):
            assert peer.detect_faces(source) == []
    with pytest.warns(UserWarning, match="cannot be read"):
        assert peer.detect_faces([str(pictures / "astronaut.png"), "/nowhere.png"]) == [[], []]
    with pytest.warns(UserWarning, match="cannot be read"):
        assert peer.detect_faces("/nowhere.png", output_type="numpy").shape == (0, 16)


def test_numbers_that_are_almost_whole(peer: MTCNN, astronaut_rgb: np.ndarray) -> None:
    """As mtcnn's `load_image` returns them."""
    loaded = astronaut_rgb.astype(np.float32) * np.float32(1 / 255) * np.float32(255)
    assert peer.detect_faces(loaded) == peer.detect_faces(astronaut_rgb)


def test_arguments() -> None:
    shared = {
        "fit_to_image": True,
        "limit_boundaries_landmarks": False,
        "box_format": "xywh",
        "output_type": "json",
        "postprocess": True,
    }
    assert defaults(MTCNN) == {"stages": "face_and_landmarks_detection", "device": "CPU:0"}
    assert defaults(MTCNN.detect_faces) == {**shared, "batch_stack_justification": "center"}
    assert defaults(MTCNN.predict) == shared
    # Those that mtcnn passes on to its stages.
    assert defaults(MTCNN.detect_faces, inspect.Parameter.KEYWORD_ONLY) == {
        "min_face_size": 20,
        "min_size": 12,
        "scale_factor": 0.709,
        "threshold_pnet": 0.6,
        "threshold_rnet": 0.7,
        "threshold_onet": 0.8,
        "nms_pnet1": 0.5,
        "nms_pnet2": 0.7,
        "nms_rnet": 0.7,
        "nms_onet": 0.7,
    }


def defaults(function: Any, kind: Any = inspect.Parameter.POSITIONAL_OR_KEYWORD) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters.values()
    return {one.name: one.default for one in parameters if one.kind is kind and one.default is not one.empty}


def test_what_cannot_be_had_is_refused(peer: MTCNN, black: np.ndarray) -> None:
    with pytest.raises(TypeError, match="threshold"):
        peer.detect_faces(black, threshold=0.5)
    with pytest.raises(TypeError, match="threshold"):
        peer.predict(black, threshold=0.5)
    with pytest.raises(TypeError, match="steps"):
        MTCNN(steps=3)
    with pytest.raises(ValueError, match="NMS cannot be changed"):
        peer.detect_faces(black, nms_onet=0.3)
    with pytest.raises(ValueError, match="face_detection_only"):
        MTCNN("face_detection_only")
    assert peer.detect_faces(black, min_size=24) == []


def test_device_is_remembered() -> None:
    assert MTCNN().device == "CPU:0"
    assert MTCNN(device="GPU:0").device == "GPU:0"


@pytest.mark.parametrize("words", [{"min_face_size": 20}, {"steps_threshold": [0.6, 0.7, 0.7]}, {"scale_factor": 0.709}])
def test_arguments_of_0_1_give_the_form_of_0_1(words: dict, astronaut_rgb: np.ndarray, black: np.ndarray) -> None:
    old = MTCNN(**words)
    (face,) = old.detect_faces(astronaut_rgb)
    assert list(face) == ["box", "confidence", "keypoints"]
    assert all(type(number) is int for number in face["box"])
    assert type(face["confidence"]) is np.float64
    assert list(face["keypoints"]) == ["left_eye", "right_eye", "nose", "mouth_left", "mouth_right"]
    for point in face["keypoints"].values():
        assert type(point) is tuple
        assert [type(number) for number in point] == [int, int]
    # 0.1.1 itself: its numbers are not those of 1.0.
    np.testing.assert_allclose(face["box"], [179, 60, 89, 113], atol=7)
    np.testing.assert_allclose(face["keypoints"]["nose"], (224, 128), atol=3)
    assert old.detect_faces(black) == []


def test_0_1_takes_arrays_only() -> None:
    for picture in (None, [], "astronaut.png"):
        with pytest.raises(ValueError, match="is no picture"):
            MTCNN(min_face_size=20).detect_faces(picture)
