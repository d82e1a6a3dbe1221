"""Answers agree where faces match one to one and lie within the tolerances, and nowhere else."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from agreement import Tolerance, agreement
from answers import Answer, Face, own_answer, peer_answer
from compare import EXACT, RECIPES, find_pictures

FACE = Face((10.0, 20.0, 30.0, 40.0), 0.9, tuple((float(x), float(x + 5)) for x in range(5)))


def moved(face: Face, x: float = 0.0, score: float = 0.0, landmark: float = 0.0) -> Face:
    left, top, width, height = face.box
    points = ((face.landmarks[0][0] + landmark, face.landmarks[0][1]), *face.landmarks[1:])
    return Face((left + x, top, width, height), face.score + score, points)


class AgreementTest(unittest.TestCase):
    def agree(self, expected: list[Face], found: list[Face], tolerance: Tolerance = EXACT) -> bool:
        return agreement(Answer(tuple(expected)), Answer(tuple(found))).within(tolerance)

    def test_same_faces_in_any_order(self) -> None:
        other = moved(FACE, x=100)
        self.assertTrue(self.agree([FACE, other], [other, FACE]))
        self.assertTrue(self.agree([], []))

    def test_one_face_more_or_less(self) -> None:
        self.assertFalse(self.agree([FACE], []))
        self.assertFalse(self.agree([], [FACE]))
        self.assertFalse(self.agree([FACE], [FACE, moved(FACE, x=100)]))

    def test_one_face_does_not_match_two(self) -> None:
        self.assertFalse(self.agree([FACE, FACE], [FACE, moved(FACE, x=100)]))

    def test_each_tolerance_counts(self) -> None:
        self.assertTrue(self.agree([FACE], [moved(FACE, x=0.001, score=5e-6, landmark=0.005)]))
        self.assertFalse(self.agree([FACE], [moved(FACE, x=0.01)]))
        self.assertFalse(self.agree([FACE], [moved(FACE, score=2e-5)]))
        self.assertFalse(self.agree([FACE], [moved(FACE, landmark=0.02)]))

    def test_worst_face_decides(self) -> None:
        other = moved(FACE, x=100)
        found = agreement(Answer((FACE, other)), Answer((FACE, moved(other, x=15))))
        self.assertAlmostEqual(found.iou, 1 / 3)


class AnswerTest(unittest.TestCase):
    def test_records_and_peers_are_read_alike(self) -> None:
        names = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")
        record = {
            "width": 20,
            "height": 10,
            "faces": [
                {
                    "bbox": {"x": 10.0, "y": 20.0, "width": 30.0, "height": 40.0, "confidence": 0.9},
                    "landmarks": {name: list(point) for name, point in zip(names, FACE.landmarks)},
                }
            ],
        }
        peers = {
            "pixels": 200,
            "faces": [{"box": list(FACE.box), "score": 0.9, "landmarks": [list(point) for point in FACE.landmarks]}],
        }
        self.assertEqual(own_answer(record), Answer((FACE,), 200))
        self.assertEqual(peer_answer(peers), Answer((FACE,), 200))

    def test_errors_are_no_answers(self) -> None:
        self.assertEqual(own_answer({"error": {"message": "broken"}}).error, "broken")
        self.assertEqual(peer_answer({"error": "broken"}).error, "broken")


class CompareTest(unittest.TestCase):
    def test_tolerance_depends_on_the_picture(self) -> None:
        recipe = next(recipe for recipe in RECIPES if recipe.name == "mtcnn")
        small = recipe.tolerance_for(Path("a.jpg"), 1_000_000)
        large = recipe.tolerance_for(Path("a.jpg"), 9_000_000)
        self.assertLess(small.landmark, large.landmark)
        self.assertEqual(recipe.tolerance_for(Path("x/cmyk.jpg"), 1), Tolerance(0.9))

    def test_folders_are_searched_for_pictures(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for file in ("b.JPG", "a.png", "notes.txt"):
                (folder / file).touch()
            self.assertEqual(
                find_pictures([folder, folder / "notes.txt"]),
                [folder / "a.png", folder / "b.JPG", folder / "notes.txt"],
            )
            with self.assertRaises(SystemExit):
                find_pictures([folder / "c.png"])


if __name__ == "__main__":
    unittest.main()
