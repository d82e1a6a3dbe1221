"""In the place of pymtcnn 1.2.0. What is expected was observed from it."""

from __future__ import annotations

import inspect
from pathlib import Path

import numpy as np
import pytest

from mtcnn_turbo.compat import pymtcnn
from mtcnn_turbo.compat.pymtcnn import MTCNN


@pytest.fixture
def peer() -> MTCNN:
    return MTCNN(backend="cpu", verbose=False)


@pytest.mark.parametrize("answers", ["pymtcnn"], indirect=True)
def test_answers_are_those_of_pymtcnn(answers: list) -> None:
    peer = pymtcnn.ONNXMTCNN()
    for answer in answers:
        peer.min_face_size = answer.min_face_size
        peer.thresholds = answer.thresholds
        peer.factor = answer.factor
        boxes, landmarks = peer.detect(answer.picture[..., ::-1])
        np.testing.assert_allclose(boxes, answer.boxes, atol=0.01)
        np.testing.assert_allclose(landmarks, answer.landmarks, atol=0.01)


def test_faces_have_pymtcnns_types(peer: MTCNN, astronaut: np.ndarray) -> None:
    faces = peer.detect(astronaut)
    assert type(faces) is tuple
    boxes, landmarks = faces
    assert (boxes.dtype, boxes.shape) == (np.float64, (1, 4))
    assert (landmarks.dtype, landmarks.shape) == (np.float32, (1, 5, 2))
    np.testing.assert_allclose(boxes, [[179.3195, 87.2784, 91.7064, 91.4662]], atol=0.001)
    np.testing.assert_allclose(landmarks[0, 0], [204.5522, 100.9148], atol=0.001)


def test_no_faces(peer: MTCNN, black: np.ndarray) -> None:
    boxes, landmarks = peer.detect(black)
    assert (boxes.dtype, boxes.shape) == (np.float64, (0, 4))
    assert (landmarks.dtype, landmarks.shape) == (np.float64, (0, 5, 2))
    assert len(peer.detect(np.zeros((0, 0, 3), np.uint8))[0]) == 0


def test_batches_are_lists_of_pairs(peer: MTCNN, astronaut: np.ndarray, black: np.ndarray) -> None:
    frames = [astronaut, black, astronaut[:300]]
    found = peer.detect_batch(frames)
    assert type(found) is list
    for pair, frame in zip(found, frames, strict=True):
        assert type(pair) is tuple
        for value, expected in zip(pair, peer.detect(frame), strict=True):
            np.testing.assert_array_equal(value, expected)
    assert len(peer.detect_batch(np.stack([astronaut, astronaut]))) == 2
    assert len(peer.detect_batch(frame for frame in frames)) == 3
    assert peer.detect_batch([]) == []


def test_third_value_for_debugging(peer: MTCNN, astronaut: np.ndarray, black: np.ndarray) -> None:
    debugging = MTCNN(debug_mode=True)
    for result in (peer.detect(astronaut, return_debug=True), debugging.detect(black), *debugging.detect_batch([black])):
        assert type(result) is tuple
        assert list(result[2]) == ["warning"]
        assert type(result[2]["warning"]) is str
    assert len(peer.detect(astronaut)) == 2


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int32])
def test_pixels_may_be_of_other_types(kind: type, peer: MTCNN, astronaut: np.ndarray) -> None:
    np.testing.assert_array_equal(peer.detect(astronaut.astype(kind))[0], peer.detect(astronaut)[0])


def test_pixels_from_0_to_1_are_dark(peer: MTCNN, astronaut: np.ndarray) -> None:
    assert len(peer.detect(astronaut / 255)[0]) == 0


def test_colours_are_bgr(peer: MTCNN, astronaut: np.ndarray, astronaut_rgb: np.ndarray) -> None:
    assert not np.array_equal(peer.detect(astronaut)[0], peer.detect(astronaut_rgb)[0])


def test_arguments() -> None:
    assert str(inspect.signature(MTCNN.__init__)).startswith("(self, backend: ")
    assert defaults(MTCNN) == {"backend": None, "model_dir": None, "verbose": False, "debug_mode": False, "kwargs": ...}
    assert defaults(MTCNN.detect) == {"self": ..., "img": ..., "return_debug": False}
    assert defaults(MTCNN.detect_batch) == {"self": ..., "frames": ...}
    assert defaults(pymtcnn.ONNXMTCNN) == {"model_dir": None, "provider": None, "verbose": False}
    assert defaults(pymtcnn.CoreMLMTCNN) == {"coreml_dir": None, "verbose": False}
    assert defaults(pymtcnn.ensure_models) == {"accept_license": False, "cache_dir": None, "progress": None}


def defaults(function: object) -> dict[str, object]:
    parameters = inspect.signature(function).parameters
    return {name: ... if one.default is one.empty else one.default for name, one in parameters.items()}


def test_unknown_arguments_and_backends_are_refused() -> None:
    with pytest.raises(TypeError, match="min_face_size"):
        MTCNN(min_face_size=40)
    for backend in ("abacus", ""):
        with pytest.raises(ValueError, match="backend must be one of auto, coreml, onnx, cuda, cpu"):
            MTCNN(backend=backend)
    for backend in (None, "auto", "coreml", "onnx", "cuda", "cpu", "CPU"):
        MTCNN(backend)


def test_other_public_names(astronaut: np.ndarray) -> None:
    assert MTCNN().get_backend_info().keys() == {"backend", "provider"}
    onnx = pymtcnn.ONNXMTCNN()
    assert (onnx.min_face_size, onnx.thresholds, onnx.factor) == (60, [0.6, 0.7, 0.7], 0.709)
    assert onnx.get_active_provider() == "CPUExecutionProvider"
    assert len(pymtcnn.CoreMLMTCNN().detect(astronaut)[0]) == 1
    assert isinstance(pymtcnn.ensure_models(accept_license=True), Path)
    assert issubclass(pymtcnn.ModelsNotInstalledError, FileNotFoundError)


def test_says_something_only_when_it_should(capsys: pytest.CaptureFixture[str]) -> None:
    MTCNN()
    assert capsys.readouterr() == ("", "")
    MTCNN(verbose=True)
    assert len(capsys.readouterr().out.splitlines()) == 1
