"""Answers agree where faces match one to one and lie within the tolerances, and nowhere else."""

from __future__ import annotations

import math
import tempfile
import unittest
from pathlib import Path

from agreement import Tolerance, agreement
from answers import Answer, Face, Setting, own_answer, peer_answer
from compare import EXACT, RECIPES, SAME_FACES, find_pictures
from table import Comparison, agree, conclusion, setting_lines

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

    def test_what_is_not_a_number_agrees_with_nothing(self) -> None:
        for odd in (moved(FACE, x=math.nan), moved(FACE, score=math.nan), moved(FACE, landmark=math.nan)):
            self.assertFalse(self.agree([FACE], [odd]))
            self.assertFalse(self.agree([odd], [FACE]))

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

    def test_null_is_not_a_number(self) -> None:
        landmarks = {name: [None, 1.0] for name in ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")}
        box = {"x": 0.0, "y": 0.0, "width": 9.0, "height": 9.0, "confidence": None}
        (face,) = own_answer({"width": 9, "height": 9, "faces": [{"bbox": box, "landmarks": landmarks}]}).faces
        self.assertTrue(math.isnan(face.score))
        self.assertTrue(math.isnan(face.landmarks[0][0]))

    def test_errors_are_no_answers(self) -> None:
        self.assertEqual(own_answer({"error": {"message": "broken"}}).error, "broken")
        self.assertEqual(peer_answer({"error": "broken"}).error, "broken")


class TableTest(unittest.TestCase):
    def compare(self, expected: Answer, found: Answer, tolerance: Tolerance = EXACT) -> Comparison:
        return Comparison(Path("a.png"), expected, found, tolerance)

    def test_only_what_disagrees_has_a_line_of_its_own(self) -> None:
        good = self.compare(Answer((FACE,)), Answer((FACE,)))
        bad = self.compare(Answer((FACE,)), Answer((moved(FACE, landmark=0.5),)))
        line, disagreeing = setting_lines(Setting(40), [good, bad])
        self.assertEqual(line.split(), "40 px; 0.6,0.7,0.7; 0.709 2 2 0.0e+00 5.0e-01 0.0e+00 1 0".split())
        self.assertIn("a.png: 1 of 1 faces", disagreeing)
        self.assertIn("landmarks 5.0e-01 px", disagreeing)

    def test_worst_figures_are_of_exact_pictures(self) -> None:
        rough = self.compare(Answer((FACE,)), Answer((moved(FACE, x=1, landmark=1),)), SAME_FACES)
        (line,) = setting_lines(Setting(40), [rough])
        self.assertEqual(line.split()[-5:], ["0.0e+00", "0.0e+00", "0.0e+00", "0", "0"])

    def test_verdict(self) -> None:
        agreeing = self.compare(Answer((FACE,)), Answer((FACE,)))
        disagreeing = self.compare(Answer((FACE,)), Answer())
        failing_here = self.compare(Answer(), Answer(error="broken"))
        without_answer = self.compare(Answer(error="it raised"), Answer())
        for comparisons, agreed, words in (
            ([agreeing], True, "agrees with all 1"),
            ([agreeing, without_answer], True, "gave none in 1"),
            ([agreeing, disagreeing], False, "DISAGREES with 1 of 2"),
            ([failing_here], False, "DISAGREES with 1 of 1"),
            ([without_answer], False, "NOT COMPARED"),
            ([], False, "NOT COMPARED"),
        ):
            self.assertEqual(agree(comparisons), agreed)
            self.assertIn(words, conclusion("openface", comparisons))

    def test_no_answer_is_shown(self) -> None:
        line, reason = setting_lines(Setting(40), [self.compare(Answer(error="it raised"), Answer((FACE,)))])
        self.assertEqual(line.split()[-2:], ["0", "1"])
        self.assertIn("it raised", reason)
        self.assertIn("mtcnn-turbo: 1 faces", reason)


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
            (folder / "empty").mkdir()
            for missing in (folder / "c.png", folder / "empty"):
                with self.assertRaises(SystemExit):
                    find_pictures([missing])


if __name__ == "__main__":
    unittest.main()
