"""In the place of facenet-pytorch 2.6.0. What is expected was observed from it."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mtcnn_turbo.compat import facenet_pytorch
from mtcnn_turbo.compat.facenet_pytorch import MTCNN

METHODS = ("probability", "largest", "largest_over_threshold", "center_weighted_size")


@pytest.fixture
def peer() -> MTCNN:
    return MTCNN(min_face_size=40)


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in where torch is not installed: arrays can all that is asked of tensors here."""
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(as_tensor=np.asarray, stack=np.stack))


@pytest.mark.parametrize("answers", ["facenet-pytorch"], indirect=True)
def test_answers_are_those_of_facenet_pytorch(answers: list) -> None:
    for answer in answers:
        peer = MTCNN(min_face_size=answer.min_face_size, thresholds=answer.thresholds, factor=answer.factor)
        boxes, probs, landmarks = peer.detect(answer.picture, landmarks=True)
        if boxes is None:
            assert len(answer.boxes) == 0
            continue
        corners = np.concatenate([answer.boxes[:, :2], answer.boxes[:, :2] + answer.boxes[:, 2:]], axis=1)
        np.testing.assert_allclose(boxes.astype(float), corners, atol=0.01)
        np.testing.assert_allclose(probs.astype(float), answer.scores, atol=1e-5)
        np.testing.assert_allclose(landmarks.astype(float), answer.landmarks, atol=0.01)


def kinds(picture: np.ndarray) -> list[Any]:
    return [picture, Image.fromarray(picture), picture.astype(np.float32)]


def test_faces_are_arrays_of_objects(peer: MTCNN, astronaut_rgb: np.ndarray) -> None:
    for picture in kinds(astronaut_rgb):
        found = peer.detect(picture, landmarks=True)
        assert type(found) is tuple
        assert [values.dtype for values in found] == [object, object, object]
        assert [values.shape for values in found] == [(1, 4), (1,), (1, 5, 2)]
        boxes, probs, landmarks = found
        assert type(boxes[0, 0]) is type(probs[0]) is type(landmarks[0, 0, 0]) is float
        np.testing.assert_allclose(boxes.astype(float), [[180.3217, 60.7128, 268.3952, 172.1667]], atol=0.001)
        assert probs[0] == pytest.approx(0.9999957, abs=1e-6)
        assert len(peer.detect(picture)) == 2


def test_no_faces(peer: MTCNN, black: np.ndarray, torch: None) -> None:
    for picture in kinds(black):
        boxes, probs, landmarks = peer.detect(picture, landmarks=True)
        assert boxes is landmarks is None
        assert (probs.dtype, probs.tolist()) == (object, [None])
        assert peer(picture) is None
        assert peer(picture, return_prob=True) == (None, None)
    every = MTCNN(keep_all=True)
    faces, probs = every(black, return_prob=True)
    assert faces is None
    assert probs.tolist() == [None]


def batches(*pictures: np.ndarray) -> list[Any]:
    images = [Image.fromarray(picture) for picture in pictures]
    return [np.stack(pictures), list(pictures), images, tuple(images)]


def test_batches_have_a_dimension_more(peer: MTCNN, astronaut_rgb: np.ndarray) -> None:
    for batch in batches(astronaut_rgb, astronaut_rgb):
        found = peer.detect(batch, landmarks=True)
        assert [values.dtype for values in found] == [object, object, object]
        assert [values.shape for values in found] == [(2, 1, 4), (2, 1), (2, 1, 5, 2)]


def test_batches_with_other_numbers_of_faces(peer: MTCNN, two_faces: np.ndarray) -> None:
    one_face = two_faces.copy()
    one_face[:, 512:] = 0
    boxes, probs, landmarks = peer.detect([two_faces, one_face], landmarks=True)
    assert boxes.shape == probs.shape == landmarks.shape == (2,)
    assert [(one.dtype, one.shape) for one in boxes] == [(np.float32, (2, 4)), (np.float32, (1, 4))]
    assert [(one.dtype, one.shape) for one in probs] == [(np.float32, (2,)), (np.float32, (1,))]
    assert [(one.dtype, one.shape) for one in landmarks] == [(np.float32, (2, 5, 2)), (np.float32, (1, 5, 2))]


def test_batches_with_and_without_faces(peer: MTCNN, astronaut_rgb: np.ndarray) -> None:
    for batch in batches(np.zeros_like(astronaut_rgb), astronaut_rgb):
        boxes, probs, landmarks = peer.detect(batch, landmarks=True)
        assert boxes.shape == landmarks.shape == (2,)
        assert boxes[0] is landmarks[0] is None
        assert (boxes[1].dtype, boxes[1].shape) == (np.float32, (1, 4))
        assert (probs.shape, probs[0, 0], type(probs[1, 0])) == ((2, 1), None, float)
    for batch in batches(np.zeros_like(astronaut_rgb), np.zeros_like(astronaut_rgb)):
        boxes, probs, landmarks = peer.detect(batch, landmarks=True)
        assert boxes.tolist() == landmarks.tolist() == [None, None]
        assert probs.tolist() == [[None], [None]]


def test_batches_of_other_sizes_and_of_nothing(peer: MTCNN, astronaut_rgb: np.ndarray) -> None:
    """facenet-pytorch refuses these."""
    boxes, _ = peer.detect([Image.fromarray(astronaut_rgb), Image.fromarray(astronaut_rgb[:400])])
    assert boxes.shape == (2, 1, 4)
    assert peer.detect([])[0].shape == (0,)


def test_largest_face_comes_first(two_faces: np.ndarray) -> None:
    boxes, probs = MTCNN(min_face_size=40).detect(two_faces)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    assert areas[0] > areas[1]
    assert probs[0] > probs[1]
    # Largest first turns round what is in order of probability.
    smaller_is_surer = MTCNN(min_face_size=40, select_largest=False)
    assert smaller_is_surer.selection_method == "probability"
    assert sorted(smaller_is_surer.detect(two_faces)[1], reverse=True) == smaller_is_surer.detect(two_faces)[1].tolist()


@pytest.mark.parametrize("method", METHODS)
def test_select_boxes(method: str, peer: MTCNN, two_faces: np.ndarray) -> None:
    boxes, _, landmarks = peer.detect(two_faces, landmarks=True)
    probs = np.array([0.8, 0.95])
    index = {"probability": 1, "largest": 0, "largest_over_threshold": 1, "center_weighted_size": 1}[method]
    for picture in (two_faces, Image.fromarray(two_faces)):
        box, prob, points = peer.select_boxes(boxes, probs, landmarks, picture, method=method)
        assert (box.shape, box.dtype) == ((1, 4), object)
        assert prob == probs[index]
        np.testing.assert_array_equal(box, boxes[[index]])
        np.testing.assert_array_equal(points, landmarks[[index]])
    assert peer.select_boxes(None, [None], None, two_faces, method=method) == (None, None, None)


def test_select_boxes_of_batches(peer: MTCNN, two_faces: np.ndarray) -> None:
    none = np.zeros_like(two_faces)
    boxes, probs, points = peer.select_boxes(*peer.detect([two_faces] * 2, True), [two_faces] * 2, method="largest")
    assert (boxes.shape, probs.shape, points.shape) == ((2, 1, 4), (2, 1), (2, 1, 5, 2))
    boxes, probs, points = peer.select_boxes(*peer.detect([none, none], True), [none, none])
    assert (boxes.tolist(), probs.tolist(), points.tolist()) == ([None, None], [[None], [None]], [None, None])
    boxes, probs, points = peer.select_boxes(*peer.detect([none, two_faces], True), [none, two_faces])
    assert boxes[0] is points[0] is probs[0, 0] is None
    assert (boxes[1].shape, probs.shape, points[1].shape) == ((1, 4), (2, 1), (1, 5, 2))


def test_no_box_over_the_threshold(peer: MTCNN, two_faces: np.ndarray) -> None:
    found = peer.detect(two_faces, landmarks=True)
    selected = peer.select_boxes(*found, two_faces, method="largest_over_threshold", threshold=0.999999)
    assert selected == (None, None, None)


def test_method_that_there_is_not(peer: MTCNN, two_faces: np.ndarray) -> None:
    with pytest.raises(ValueError, match="method must be one of probability, largest"):
        peer.select_boxes(*peer.detect(two_faces, True), two_faces, method="smallest")


def test_faces_are_cut_out(peer: MTCNN, two_faces: np.ndarray, torch: None) -> None:
    image = Image.fromarray(two_faces)
    face, prob = peer(image, return_prob=True)
    assert (face.dtype, face.shape, type(prob)) == (np.float32, (3, 160, 160), float)
    assert face.mean() == pytest.approx(0.207, abs=0.001)
    faces, probs = MTCNN(min_face_size=40, keep_all=True)(image, return_prob=True)
    assert (faces.dtype, faces.shape, probs.shape) == (np.float32, (2, 3, 160, 160), (2,))
    assert faces.mean() == pytest.approx(0.214, abs=0.001)
    raw = MTCNN(min_face_size=40, post_process=False, image_size=80)(image)
    assert raw.shape == (3, 80, 80)
    assert raw.max() > 100


def test_faces_of_batches_are_lists(peer: MTCNN, astronaut_rgb: np.ndarray, torch: None) -> None:
    image, none = Image.fromarray(astronaut_rgb), Image.new("RGB", (512, 512))
    faces, probs = peer([image, image], return_prob=True)
    assert type(faces) is list
    assert [face.shape for face in faces] == [(3, 160, 160), (3, 160, 160)]
    assert (probs.dtype, probs.shape) == (object, (2, 1))
    faces = peer([none, image])
    assert faces[0] is None
    assert faces[1].shape == (3, 160, 160)
    assert peer([none, none]) == [None, None]


@pytest.mark.parametrize(
    ("box", "mean"),
    [([10, 10, 50, 60], 56.248), ([-20, -20, 30, 30], 60.696), ([480, 480, 560, 560.5], 44.091), ([10, 10, 10.5, 10.5], 75.0)],
)
def test_crops_at_borders(box: list[float], mean: float, astronaut_rgb: np.ndarray, torch: None) -> None:
    face = facenet_pytorch.extract_face(Image.fromarray(astronaut_rgb), np.array(box), 80, 10)
    assert (face.dtype, face.shape) == (np.float32, (3, 80, 80))
    assert face.mean() == pytest.approx(mean, abs=0.01)


def test_crops_of_other_modes(astronaut_rgb: np.ndarray, torch: None) -> None:
    for mode, channels in (("L", 1), ("RGBA", 4)):
        face = facenet_pytorch.extract_face(Image.fromarray(astronaut_rgb).convert(mode), [10, 10, 50, 60])
        assert face.shape == (channels, 160, 160)


def test_faces_are_saved(peer: MTCNN, two_faces: np.ndarray, torch: None, working_folder: Path) -> None:
    image = Image.fromarray(two_faces)
    every = MTCNN(min_face_size=40, keep_all=True)
    peer(image, save_path="face.png")
    every(image, save_path="all/of/them/face.png")
    every([image, image], save_path=["a.png", "b/b.png"])
    assert len(peer([image, image], save_path="first.png")) == 1  # as there: one path is for one picture
    assert [str(file.relative_to(working_folder)) for file in sorted(working_folder.rglob("*.png"))] == [
        "a.png",
        "a_2.png",
        "all/of/them/face.png",
        "all/of/them/face_2.png",
        "b/b.png",
        "b/b_2.png",
        "face.png",
        "first.png",
    ]
    saved = np.asarray(Image.open("face.png"), np.float32)
    np.testing.assert_array_equal((saved.transpose(2, 0, 1) - 127.5) / 128, peer(image))


def test_settings_may_change(peer: MTCNN, astronaut_rgb: np.ndarray) -> None:
    peer.min_face_size = 150
    boxes, _ = peer.detect(astronaut_rgb)
    np.testing.assert_allclose(boxes.astype(float), [[182.1143, 66.8424, 264.9204, 172.1637]], atol=0.001)
    peer.min_face_size = 40
    peer.thresholds = [0.6, 0.7, 0.999999]
    assert peer.detect(astronaut_rgb)[0] is None


def test_arguments() -> None:
    assert defaults(MTCNN) == {
        "image_size": 160,
        "margin": 0,
        "min_face_size": 20,
        "thresholds": [0.6, 0.7, 0.7],
        "factor": 0.709,
        "post_process": True,
        "select_largest": True,
        "selection_method": None,
        "keep_all": False,
        "device": None,
    }
    assert defaults(MTCNN.forward) == {"self": ..., "img": ..., "save_path": None, "return_prob": False}
    assert defaults(MTCNN.__call__) == defaults(MTCNN.forward)
    assert defaults(MTCNN.detect) == {"self": ..., "img": ..., "landmarks": False}
    assert defaults(MTCNN.extract) == {"self": ..., "img": ..., "batch_boxes": ..., "save_path": ...}
    assert defaults(MTCNN.select_boxes) == {
        "self": ...,
        "all_boxes": ...,
        "all_probs": ...,
        "all_points": ...,
        "imgs": ...,
        "method": "probability",
        "threshold": 0.9,
        "center_weight": 2.0,
    }
    assert defaults(facenet_pytorch.extract_face) == {
        "img": ...,
        "box": ...,
        "image_size": 160,
        "margin": 0,
        "save_path": None,
    }


def defaults(function: Any) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters
    return {name: ... if one.default is one.empty else one.default for name, one in parameters.items()}


def test_arguments_are_in_facenet_pytorchs_order() -> None:
    assert list(inspect.signature(MTCNN).parameters)[:3] == ["image_size", "margin", "min_face_size"]
    assert list(inspect.signature(MTCNN.select_boxes).parameters)[1:5] == ["all_boxes", "all_probs", "all_points", "imgs"]


def test_unknown_arguments_are_refused() -> None:
    with pytest.raises(TypeError, match="min_size"):
        MTCNN(min_size=40)


def test_attributes_and_methods_of_modules() -> None:
    peer = MTCNN(device="cuda:0", selection_method="largest")
    assert (peer.device, peer.selection_method, peer.thresholds) == ("cuda:0", "largest", [0.6, 0.7, 0.7])
    assert peer.to("cpu") is peer.eval() is peer


def test_torch_is_imported_only_for_tensors(pictures: Path) -> None:
    program = """if True:
        import sys
        from PIL import Image
        from mtcnn_turbo.compat.facenet_pytorch import MTCNN
        peer = MTCNN()
        boxes, probs = peer.detect(Image.open(sys.argv[1]).convert("RGB"))
        assert len(boxes) == 1
        assert peer(Image.new("RGB", (160, 160))) is None
        print(sorted({"torch", "cv2"} & sys.modules.keys()))"""
    command = [sys.executable, "-c", program, pictures / "astronaut.png"]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "[]\n"


def test_standardisation() -> None:
    assert facenet_pytorch.fixed_image_standardization(np.float32(255)) == pytest.approx(0.99609375)
