"""Frames in, arrays out."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import mtcnn_turbo
from mtcnn_turbo import MTCNN, Error

Found = tuple[np.ndarray, np.ndarray]


def assert_same(found: Found, expected: Found) -> None:
    np.testing.assert_array_equal(found[0], expected[0])
    np.testing.assert_array_equal(found[1], expected[1])


def test_arrays_have_their_shapes_and_types(detector: MTCNN, astronaut: np.ndarray) -> None:
    bboxes, landmarks = detector.detect(astronaut)
    assert (bboxes.shape, landmarks.shape) == ((1, 5), (1, 5, 2))
    assert bboxes.dtype == landmarks.dtype == np.float32
    x, y, width, height, confidence = bboxes[0]
    left_eye, right_eye, nose, left_mouth, right_mouth = landmarks[0]
    assert confidence > 0.99
    assert x < left_eye[0] < nose[0] < right_eye[0] < x + width
    assert y < left_eye[1] < nose[1] < left_mouth[1] < y + height
    assert left_mouth[0] < right_mouth[0]


def test_no_face_gives_empty_arrays_of_those_shapes(detector: MTCNN, black: np.ndarray) -> None:
    bboxes, landmarks = detector.detect(black)
    assert (bboxes.shape, landmarks.shape) == ((0, 5), (0, 5, 2))
    assert bboxes.dtype == landmarks.dtype == np.float32


def test_frames_smaller_than_the_smallest_face(detector: MTCNN) -> None:
    assert len(detector.detect(np.zeros((1, 1, 3), np.uint8))[0]) == 0


@pytest.mark.parametrize("recipe", mtcnn_turbo.recipes())
def test_answers_are_those_of_the_command_line(recipe: str, program: Path, pictures: Path, astronaut: np.ndarray) -> None:
    picture = str(pictures / "astronaut.png")
    command = [program, "detect", picture, "--recipe", recipe, "--min-face-size", "40", "--quiet"]
    expected = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found = MTCNN(40, recipe=recipe).detect(astronaut)
    height, width = astronaut.shape[:2]
    assert mtcnn_turbo.Record(picture, 0, 0.0, width, height, *found).to_dict() == expected


def test_backends_agree_to_the_bit(detector: MTCNN, astronaut: np.ndarray) -> None:
    assert_same(MTCNN(40, backend="reference").detect(astronaut), detector.detect(astronaut))


def layouts(pixels: np.ndarray) -> dict[str, np.ndarray]:
    """The same frame at other places and strides in memory."""
    height, width, _ = pixels.shape
    wide = np.zeros((height + 5, width + 7, 3), np.uint8)
    wide[2 : 2 + height, 3 : 3 + width] = pixels
    every_second = np.zeros((2 * height, 2 * width, 3), np.uint8)
    every_second[::2, ::2] = pixels
    with_alpha = np.dstack([pixels, np.full((height, width), 77, np.uint8)])
    return {
        "a part of a larger frame": wide[2 : 2 + height, 3 : 3 + width],
        "rows bottom up": np.ascontiguousarray(pixels[::-1])[::-1],
        "columns backwards": np.ascontiguousarray(pixels[:, ::-1])[:, ::-1],
        "both backwards": np.ascontiguousarray(pixels[::-1, ::-1])[::-1, ::-1],
        "columns first": np.ascontiguousarray(pixels.swapaxes(0, 1)).swapaxes(0, 1),
        "columns first and backwards": np.ascontiguousarray(pixels.swapaxes(0, 1)[::-1]).swapaxes(0, 1)[:, ::-1],
        "rows first and backwards": np.ascontiguousarray(pixels.swapaxes(0, 1)[:, ::-1]).swapaxes(0, 1)[::-1],
        "Fortran's order": np.asfortranarray(pixels),
        "planes of colours": np.ascontiguousarray(pixels.transpose(2, 0, 1)).transpose(1, 2, 0),
        "every second pixel": every_second[::2, ::2],
        "every second pixel, upside down": every_second[::-1][1::2, ::2][::-1],
        "planes of colours, backwards": np.ascontiguousarray(pixels.transpose(2, 0, 1)[::-1]).transpose(1, 2, 0)[..., ::-1],
        "with alpha": with_alpha,
        "without its alpha": with_alpha[..., :3],
        "colours turned over": np.ascontiguousarray(pixels[..., ::-1])[..., ::-1],
    }


@pytest.mark.parametrize("layout", layouts(np.zeros((2, 2, 3), np.uint8)))
def test_strides_change_nothing(layout: str, detector: MTCNN, astronaut: np.ndarray, astronaut_rgb: np.ndarray) -> None:
    assert_same(detector.detect(layouts(astronaut)[layout]), detector.detect(astronaut))
    assert_same(detector.detect(layouts(astronaut_rgb)[layout], color="rgb"), detector.detect(astronaut))


def test_turned_frames_are_searched_as_they_are_seen(detector: MTCNN, astronaut: np.ndarray) -> None:
    for turns in range(4):
        turned = np.rot90(astronaut, turns)
        assert_same(detector.detect(turned), detector.detect(np.ascontiguousarray(turned)))


def test_grey(detector: MTCNN, astronaut: np.ndarray) -> None:
    grey = astronaut[..., 1]
    expected = detector.detect(np.repeat(grey[..., None], 3, axis=2))
    assert len(expected[0]) == 1
    repeated = np.broadcast_to(grey[..., None], (*grey.shape, 3))
    for frame in (grey, np.ascontiguousarray(grey), grey[..., None], np.asfortranarray(grey), repeated):
        assert_same(detector.detect(frame), expected)


def test_rows_and_columns_that_are_repeated(detector: MTCNN, astronaut: np.ndarray) -> None:
    for part in (astronaut[:1], astronaut[:, :1], astronaut[:1, :1]):
        frame = np.broadcast_to(part, astronaut.shape)
        assert_same(detector.detect(frame), detector.detect(np.ascontiguousarray(frame)))


@pytest.mark.parametrize("layout", layouts(np.zeros((2, 2, 3), np.uint8)))
def test_no_layout_is_copied(layout: str, detector: MTCNN, astronaut: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = layouts(astronaut)[layout]
    monkeypatch.delattr(np, "ascontiguousarray")
    assert len(detector.detect(frame)[0]) == 1


def test_color_can_be_told_for_all_frames(detector: MTCNN, astronaut: np.ndarray, astronaut_rgb: np.ndarray) -> None:
    of_rgb = MTCNN(40, color="rgb")
    assert_same(of_rgb.detect(astronaut_rgb), detector.detect(astronaut))
    assert_same(of_rgb.detect(astronaut, color="bgr"), detector.detect(astronaut))
    assert not np.array_equal(of_rgb.detect(astronaut)[0], detector.detect(astronaut)[0])


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "CMYK", "1", "LA", "I;16"])
def test_pictures_of_pillow(mode: str, detector: MTCNN, astronaut_rgb: np.ndarray) -> None:
    picture = Image.fromarray(astronaut_rgb)
    picture = Image.new("I;16", picture.size) if mode == "I;16" else picture.convert(mode)
    expected = detector.detect(np.array(picture.convert("RGB")), color="rgb")
    assert_same(detector.detect(picture), expected)


def test_buffer_protocol(detector: MTCNN, astronaut: np.ndarray) -> None:
    memory = memoryview(astronaut.tobytes()).cast("B", astronaut.shape)
    assert_same(detector.detect(memory), detector.detect(astronaut))


class Tensor:
    """Something that has DLPack's protocol and no other."""

    def __init__(self, array: np.ndarray) -> None:
        self._array = array

    def __dlpack__(self, **arguments: Any) -> Any:
        return self._array.__dlpack__(**arguments)

    def __dlpack_device__(self) -> Any:
        return self._array.__dlpack_device__()


def test_dlpack(detector: MTCNN, astronaut: np.ndarray) -> None:
    assert_same(detector.detect(Tensor(astronaut.copy())), detector.detect(astronaut))


def test_frames_are_not_written_to(detector: MTCNN, astronaut: np.ndarray) -> None:
    frame = astronaut.copy()
    detector.detect(frame)
    np.testing.assert_array_equal(frame, astronaut)
    assert not astronaut.flags.writeable


@pytest.mark.parametrize("threads", [1, 2, None])
def test_batches_change_no_bit(threads: int | None, detector: MTCNN, astronaut: np.ndarray, black: np.ndarray) -> None:
    frames: list[Any] = [astronaut, black, astronaut[:300, 100:], astronaut[..., 1], astronaut[::-1], Image.new("RGB", (9, 9))]
    found = MTCNN(40, threads=threads).detect_batch(frames)
    assert isinstance(found, list)
    assert len(found) == len(frames)
    for alone, together in zip(map(detector.detect, frames), found, strict=True):
        assert_same(together, alone)


def test_batches_may_be_arrays_and_iterators(detector: MTCNN, astronaut: np.ndarray) -> None:
    expected = detector.detect(astronaut)
    for frames in (np.stack([astronaut] * 2), iter([astronaut] * 2), (astronaut, astronaut)):
        for found in detector.detect_batch(frames):
            assert_same(found, expected)
    assert detector.detect_batch([]) == []


def test_planes(detector: MTCNN) -> None:
    random = np.random.default_rng(1)
    luma = random.integers(0, 256, (90, 121), np.uint8)
    cb, cr = random.integers(0, 256, (2, 45, 61), np.uint8)
    for matrix in ("bt601", "bt709"):
        for levels in ("limited", "full"):
            planar = mtcnn_turbo.Image.i420(luma, cb, cr, matrix=matrix, range=levels)
            paired = mtcnn_turbo.Image.nv12(luma, np.dstack([cb, cr]), matrix=matrix, range=levels)
            flat = mtcnn_turbo.Image.nv12(luma, np.dstack([cb, cr]).reshape(45, 122), matrix=matrix, range=levels)
            loose = MTCNN(20, (0.1, 0.0, 0.0))
            expected = loose.detect(planar)
            assert len(expected[0]) > 0
            assert_same(loose.detect(paired), expected)
            assert_same(loose.detect(flat), expected)
    assert (planar.width, planar.height) == (121, 90)
    turned = mtcnn_turbo.Image.i420(luma, cb, cr, orientation=6)
    assert (turned.width, turned.height) == (90, 121)
    assert repr(turned) == "<mtcnn_turbo.Image of 90x121 pixels>"


def test_planes_of_grey_are_grey(detector: MTCNN, astronaut: np.ndarray) -> None:
    grey = np.ascontiguousarray(astronaut[..., 1])
    middle = np.full((256, 256), 128, np.uint8)
    planes = mtcnn_turbo.Image.i420(grey, middle, middle, range="full")
    assert_same(detector.detect(planes), detector.detect(grey))


@pytest.mark.parametrize(
    ("frame", "kind", "message"),
    [
        (np.zeros((4, 4, 3), np.float32), TypeError, "the frame has the dtype float32; pixels are uint8"),
        (np.zeros((4, 4, 2), np.uint8), Error, r"the frame has the shape \(4, 4, 2\)"),
        (np.zeros(4, np.uint8), Error, r"the frame has the shape \(4,\)"),
        (np.zeros((3, 5, 6), np.uint8), Error, r"the colours come last: frame.transpose\(1, 2, 0\)"),
        (np.zeros((2, 4, 4, 3), np.uint8), Error, "for several frames there is detect_batch"),
        (np.zeros((0, 4, 3), np.uint8), Error, "in which there are no pixels"),
        ("picture.png", TypeError, "the frame is a str"),
        (None, TypeError, "the frame is a NoneType"),
        ([[1, 2], [3, 4]], TypeError, "the frame is a list"),
        (np.zeros((1, 40000), np.uint8), Error, "a side of over 32768 pixels"),
    ],
)
def test_frames_that_make_no_sense(frame: Any, kind: type, message: str, detector: MTCNN) -> None:
    with pytest.raises(kind, match=message):
        detector.detect(frame)


def test_bad_frames_of_a_batch_are_named(detector: MTCNN, black: np.ndarray) -> None:
    with pytest.raises(TypeError, match="frame 1 has the dtype int64"):
        detector.detect_batch([black, black.astype(np.int64)])
    with pytest.raises(Error, match="frame 2: an image of 40000x1 has a side of over"):
        detector.detect_batch([black, black, np.zeros((1, 40000), np.uint8)])


@pytest.mark.parametrize(
    ("planes", "message"),
    [
        ({"luma": np.zeros((4, 4, 3), np.uint8)}, r"luma must have the shape \(H, W\)"),
        ({"cb": np.zeros((1, 2), np.uint8)}, "cb must have 2 rows of 2 bytes"),
        ({"cr": np.zeros((2, 3), np.uint8)}, "cr must have 2 rows of 2 bytes"),
        ({"luma": np.zeros((4, 8), np.uint8)[:, ::2]}, "the bytes of a row of luma must be adjacent"),
        ({"matrix": "bt2020"}, 'matrix must be "bt601" or "bt709", not "bt2020"'),
        ({"range": "narrow"}, 'range must be "limited" or "full", not "narrow"'),
        ({"orientation": 9}, "orientation must be EXIF's, from 1 to 8, not 9"),
    ],
)
def test_planes_that_make_no_sense(planes: dict[str, Any], message: str) -> None:
    luma, chroma = np.zeros((4, 4), np.uint8), np.zeros((2, 2), np.uint8)
    with pytest.raises(Error, match=message):
        mtcnn_turbo.Image.i420(**{"luma": luma, "cb": chroma, "cr": chroma, **planes})


def test_planes_have_a_type() -> None:
    with pytest.raises(TypeError, match="luma has the dtype uint16"):
        mtcnn_turbo.Image.nv12(np.zeros((4, 4), np.uint16), np.zeros((2, 4), np.uint8))
