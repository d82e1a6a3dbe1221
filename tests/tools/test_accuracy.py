"""Accuracy is what a calculation by hand says, and labels that cannot be meant are refused by line."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

from answers import Answer, Face
from checkout import ROOT, CheckoutTest
from evaluation import Counts, Judgement, average_precision, count, judge
from label_lines import LabelledFace
from labels import LabelledPicture, LabelsError, read_labels
from wider_results import ResultsError, write_results


def face(x: float, score: float, height: float = 10) -> Face:
    """10 pixels wide, as those of `label`."""
    return Face((x, 0.0, 10.0, height), score, ())


def label(x: float, ignored: bool = False) -> LabelledFace:
    return LabelledFace((x, 0.0, 10.0, 10.0), ignored)


class EvaluationTest(unittest.TestCase):
    def test_two_pictures_by_hand(self) -> None:
        judgements = judge(
            [
                face(200, 0.95),  # on an ignored face: left out
                face(0, 0.9),  # found
                face(1, 0.8),  # the same face again (IoU 90 / 110): wrong
            ],
            [label(0), label(100), label(200, ignored=True)],
        ) + judge(
            [
                face(5, 0.85),  # IoU 50 / 150: wrong
                face(2, 0.6),  # IoU 80 / 120: found
            ],
            [label(0)],
        )
        # Of 3 faces, from the highest score down:
        #   score  found  wrong  precision  recall
        #   0.90     1      0       1        1/3
        #   0.85     1      1       1/2      1/3
        #   0.80     1      2       1/3      1/3
        #   0.60     2      2       1/2      2/3
        # so that the first third of recall has precision 1, the second 1/2, and the last 0.
        self.assertAlmostEqual(average_precision(judgements, 3), 1 / 3 * 1 + 1 / 3 * 1 / 2)
        counts = count(judgements, 3, threshold=0.7)
        self.assertEqual(counts, Counts(labelled=3, found=1, wrong=2))
        self.assertAlmostEqual(counts.precision, 1 / 3)
        self.assertAlmostEqual(counts.recall, 1 / 3)

    def test_precision_is_the_best_at_that_recall_or_a_higher_one(self) -> None:
        # Precision 0, 1/2, 2/3 at recall 0, 1/2, 1.
        judgements = [Judgement(0.9, False), Judgement(0.8, True), Judgement(0.7, True)]
        self.assertAlmostEqual(average_precision(judgements, 2), 2 / 3)

    def test_equal_scores_have_no_order(self) -> None:
        judgements = [Judgement(1.0, True), Judgement(1.0, False)]
        self.assertAlmostEqual(average_precision(judgements, 1), 1 / 2)
        self.assertAlmostEqual(average_precision(judgements[::-1], 1), 1 / 2)

    def test_half_an_overlap_is_enough(self) -> None:
        self.assertEqual(judge([face(0, 0.9, height=5)], [label(0)]), [Judgement(0.9, True)])
        self.assertEqual(judge([face(0, 0.9, height=4.99)], [label(0)]), [Judgement(0.9, False)])

    def test_higher_score_finds_the_face_whatever_the_order(self) -> None:
        judgements = judge([face(1, 0.8), face(0, 0.9)], [label(0)])
        self.assertEqual(judgements, [Judgement(0.9, True), Judgement(0.8, False)])

    def test_nothing_found(self) -> None:
        self.assertEqual(average_precision([], 2), 0)
        counts = count([], 2, threshold=0.7)
        self.assertEqual((counts.precision, counts.recall), (None, 0))

    def test_boxes_in_a_picture_without_faces_are_wrong(self) -> None:
        self.assertEqual(judge([face(0, 0.9)], []), [Judgement(0.9, False)])


class LabelsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "event").mkdir()
        for name in ("a.jpg", "b.jpg"):
            (self.folder / "event" / name).touch()

    def read(self, text: str, name: str = "labels.jsonl") -> list[LabelledPicture]:
        labels = self.folder / name
        labels.write_text(text, encoding="utf-8")
        return read_labels(labels, self.folder)

    def complaint(self, text: str, name: str = "labels.jsonl") -> str:
        with self.assertRaises(LabelsError) as raised:
            self.read(text, name)
        return str(raised.exception)

    def test_json_lines(self) -> None:
        pictures = self.read(
            '{"file": "event/a.jpg", "faces": [[1, 2.5, 3, 4]]}\n\n{"file": "event/b.jpg", "faces": [], "by": "me"}\r\n'
        )
        self.assertEqual([picture.name for picture in pictures], ["event/a.jpg", "event/b.jpg"])
        self.assertEqual(pictures[0].path, self.folder / "event/a.jpg")
        self.assertEqual([picture.faces for picture in pictures], [(LabelledFace((1.0, 2.5, 3.0, 4.0)),), ()])

    def test_wider_face(self) -> None:
        (self.folder / "event" / "0.jpg").touch()
        pictures = self.read(
            "event/a.jpg\n4\n449 330 122 149 0 0 0 0 0 0 \n1 2 30 40 2 0 0 1 2 0 \n"
            "5 6 0 9 2 0 0 0 2 0\n5 6 9 9 2 0 1 0 2 1\n"
            "event/0.jpg\n0\n0 0 0 0 0 0 0 0 0 0 \n"
            "event/b.jpg\n0\n",
            "wider_face_val_bbx_gt.txt",
        )
        self.assertEqual([picture.name for picture in pictures], ["event/a.jpg", "event/0.jpg", "event/b.jpg"])
        # One is marked as invalid, and one has no area.
        self.assertEqual([face.ignored for face in pictures[0].faces], [False, True, True, False])
        self.assertEqual(pictures[0].faces[0].box, (449.0, 330.0, 122.0, 149.0))
        self.assertEqual([picture.faces for picture in pictures[1:]], [(), ()])

    def test_broken_lines_are_named(self) -> None:
        good = '{"file": "event/a.jpg", "faces": [[1, 2, 3, 4]]}\n'
        for line, reason in (
            ("{", "this is no JSON"),
            ("[" * 100_000, "this is no JSON"),
            ("[]", 'as "file"'),
            ('{"file": 3, "faces": []}', 'as "file"'),
            ('{"file": "event/b.jpg"}', '"faces" is no list'),
            ('{"file": "event/b.jpg", "faces": [[1, 2, 3]]}', "[1, 2, 3] is no face"),
            ('{"file": "event/b.jpg", "faces": [[1, 2, 3, true]]}', "is no face"),
            ('{"file": "event/b.jpg", "faces": [[1, 2, 3, NaN]]}', "is no face"),
            (f'{{"file": "event/b.jpg", "faces": [[1, 2, 3, {"9" * 400}]]}}', "is no face"),
            ('{"file": "event/b.jpg", "faces": [[1, 2, 0, 4]]}', "more than 0"),
            ('{"file": "event/a.jpg", "faces": []}', "event/a.jpg has labels already"),
            ('{"file": "event/c.jpg", "faces": []}', f"there is no picture {self.folder / 'event/c.jpg'}"),
            ('{"file": "../event/b.jpg", "faces": []}', "not a path below the folder"),
            ('{"file": "event/\\u0000", "faces": []}', "there is no picture"),
        ):
            with self.subTest(line=line[:60]):
                complaint = self.complaint(good + line)
                self.assertTrue(complaint.startswith(f"{self.folder / 'labels.jsonl'}:2: "), complaint)
                self.assertIn(reason, complaint)

    def test_broken_wider_face_is_named(self) -> None:
        for text, number, reason in (
            ("event/a.jpg\nmany\n", 2, "the number of faces in event/a.jpg is expected here"),
            ("event/a.jpg\n-1\n", 2, "the number of faces"),
            ("event/a.jpg", 1, "the number of faces"),
            ("event/a.jpg\n1\n1 2 3 4\n", 3, "a face in event/a.jpg is expected here: 10 whole numbers"),
            ("event/a.jpg\n2\n1 2 3 4 0 0 0 0 0 0\nevent/b.jpg\n", 4, "a face in event/a.jpg"),
            ("event/a.jpg\n999999999\n1 2 3 4 0 0 0 0 0 0", 3, "a face in event/a.jpg"),
            (f"event/a.jpg\n{'9' * 5000}\n", 2, "the number of faces"),
            (f"event/a.jpg\n1\n1 2 3 {'9' * 400} 0 0 0 0 0 0", 3, "a face in event/a.jpg"),
            ("event/c.jpg\n1\n1 2 3 4 0 0 0 0 0 0\n", 1, "there is no picture"),
        ):
            with self.subTest(text=text):
                complaint = self.complaint(text, "gt.txt")
                self.assertTrue(complaint.startswith(f"{self.folder / 'gt.txt'}:{number}: "), complaint)
                self.assertIn(reason, complaint)

    def test_labels_without_a_face_that_counts(self) -> None:
        for text, name in (
            ("", "labels.jsonl"),
            ('{"file": "event/a.jpg", "faces": []}', "labels.jsonl"),
            ("event/a.jpg\n1\n1 2 3 4 0 0 0 1 0 0\n", "gt.txt"),
        ):
            self.assertIn("there is no face in these labels that counts", self.complaint(text, name))

    def test_files_that_are_no_labels(self) -> None:
        self.assertIn(".jsonl or .txt", self.complaint("", "labels.csv"))
        with self.assertRaisesRegex(LabelsError, "missing.jsonl: No such file"):
            read_labels(self.folder / "missing.jsonl", self.folder)
        (self.folder / "binary.txt").write_bytes(b"\xff\xfe")
        with self.assertRaisesRegex(LabelsError, "UTF-8"):
            read_labels(self.folder / "binary.txt", self.folder)


class ResultFilesTest(unittest.TestCase):
    def test_one_file_a_picture_in_a_folder_an_event(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            found = [
                (LabelledPicture("0--Parade/a.b.jpg", Path(), ()), Answer((face(1.5, 0.9), face(20, 0.25)))),
                (LabelledPicture("1--Empty/c.jpg", Path(), ()), Answer()),
            ]
            write_results(folder, found)
            expected = "a.b\n2\n1.5 0.0 10.0 10 0.9\n20 0.0 10.0 10 0.25\n"
            self.assertEqual((folder / "0--Parade/a.b.txt").read_text(), expected)
            self.assertEqual((folder / "1--Empty/c.txt").read_text(), "c\n0\n")
            with self.assertRaisesRegex(ResultsError, "differ only in their endings"):
                write_results(folder, [*found, (LabelledPicture("1--Empty/c.png", Path(), ()), Answer())])
            (folder / "file").touch()
            with self.assertRaisesRegex(ResultsError, "file"):
                write_results(folder / "file", found)


class AccuracyRunTest(CheckoutTest):
    """./run accuracy with a stand-in for the program, which notes its arguments."""

    def setUp(self) -> None:
        super().setUp()
        for name in ("peers", "accuracy"):
            shutil.copytree(ROOT / "tools" / name, self.checkout / "tools" / name)
        self.make_command("python3", f'exec {sys.executable} "$@"')
        self.answer([1, 1, 10, 10, 0.9], [50, 50, 10, 10, 0.1])
        (self.folder / "a picture.png").touch()
        self.labels = self.folder / "labels.jsonl"
        self.labels.write_text('{"file": "a picture.png", "faces": [[1, 1, 10, 10], [50, 50, 10, 10]]}')

    def answer(self, *faces: list[float]) -> None:
        names = ("x", "y", "width", "height", "confidence")
        points = {name: [0, 0] for name in ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")}
        found = [{"bbox": dict(zip(names, values)), "landmarks": points} for values in faces]
        self.record({"width": 99, "height": 99, "faces": found})

    def record(self, record: object, code: int = 0) -> None:
        self.make_script(self.program, f'echo "$*" >>"$CHECKOUT/calls"\necho \'{json.dumps(record)}\'\nexit {code}')
        self.finish_build()

    def test_a_line_for_each_recipe_and_backend(self) -> None:
        figures = self.folder / "figures.json"
        code, output, errors = self.run_script(
            "accuracy", str(self.labels), "--recipe", "facenet", "--recipe", "mtcnn", "--backend", "reference",
            "--min-face-size", "24", "--results", str(self.folder / "results"), "--json", str(figures),
        )  # fmt: skip
        self.assertEqual((code, errors), (0, ""))
        self.assertIn("1 pictures, 2 faces that count and 0 that are ignored", output)
        for line, recipe in zip(output.splitlines()[-2:], ("facenet", "mtcnn"), strict=True):
            # The second face is found below the usual threshold: it counts for AP alone.
            self.assertEqual(line.split(), [recipe, "reference", "1.0000", "1.0000", "0.5000", "1", "1", "0"])
            path = self.folder / "results" / f"{recipe}-reference" / "a picture.txt"
            self.assertEqual(path.read_text(), "a picture\n2\n1 1 10 10 0.9\n50 50 10 10 0.1\n")
        calls = (self.checkout / "calls").read_text()
        self.assertIn("--recipe mtcnn --backend reference --min-face-size 24 --thresholds 0.6,0.7,0.0", calls)
        written = json.loads(figures.read_text())
        self.assertEqual((written["faces"], written["iou"], written["min_face_size"]), (2, 0.5, 24))
        self.assertEqual(written["results"][0], {
            "recipe": "facenet", "backend": "reference", "average_precision": 1.0, "precision": 1.0, "recall": 0.5,
            "found": 1, "missed": 1, "wrong": 0,
        })  # fmt: skip

    def test_pictures_may_lie_elsewhere(self) -> None:
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        moved = self.labels.rename(elsewhere / "labels.jsonl")
        code, _, errors = self.run_script("accuracy", str(moved))
        self.assertEqual((code, errors), (1, f"{moved}:1: there is no picture {elsewhere / 'a picture.png'}.\n"))
        code, _, errors = self.run_script("accuracy", str(moved), "--pictures", str(self.folder))
        self.assertEqual((code, errors), (0, ""))

    def test_no_box_has_no_precision(self) -> None:
        self.answer()
        _, output, _ = self.run_script("accuracy", str(self.labels), "--recipe", "openface")
        expected = ["openface", "native", "0.0000", "-", "0.0000", "0", "2", "0"]
        self.assertEqual(output.splitlines()[-1].split(), expected)

    def test_picture_that_cannot_be_searched_ends_it(self) -> None:
        self.record({"error": {"message": "a picture.png is broken"}}, code=1)
        code, _, errors = self.run_script("accuracy", str(self.labels))
        sentence = "The measurement ended at a picture that cannot be searched: a picture.png is broken.\n"
        self.assertEqual((code, errors), (1, sentence))

    def test_unwritable_figures_are_told_in_a_sentence(self) -> None:
        code, _, errors = self.run_script("accuracy", str(self.labels), "--json", str(self.folder / "missing/a.json"))
        self.assertEqual((code, errors), (1, f"{self.folder / 'missing/a.json'}: No such file or directory.\n"))


if __name__ == "__main__":
    unittest.main()
