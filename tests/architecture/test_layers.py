"""Proves that layers.py finds each kind of violation, by planting it in a small tree that keeps to the rules."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from layers import Tree

SOUND_TREE = {
    "include/mtcnn/face.h": "#pragma once\n#include <vector>\n",
    "src/base/CMakeLists.txt": "mtcnn_layer(base SOURCES cpu.cc LIBRARIES TBB::tbb)",
    "src/base/cpu.h": "#pragma once\n",
    "src/base/cpu.cc": '#include "base/cpu.h"\n',
    "src/image/CMakeLists.txt": "mtcnn_layer(image SOURCES view.cc DEPENDS mtcnn_base)",
    "src/image/view.h": '#pragma once\n#include "base/cpu.h"\n#include "mtcnn/face.h"\n',
    "src/image/view.cc": '#include "image/view.h"\n// exit(1), printf("") and getenv("") are only mentioned here.\n',
    "src/model/CMakeLists.txt": "mtcnn_layer(model SOURCES recipe.cc DEPENDS mtcnn_base)  # DEPENDS mtcnn_nothing",
    "src/model/recipe.h": "#pragma once\n",
    "src/model/recipe.cc": '#include "model/recipe.h"\n#include "base/cpu.h"\n',
    "src/backends/CMakeLists.txt": """
        mtcnn_layer(backends NAME mtcnn_backend_seam HEADERS backend.h DEPENDS mtcnn_model mtcnn_image)
        mtcnn_layer(backends SOURCES registry.cc HEADERS registry.h
                    DEPENDS mtcnn_backend_seam USES mtcnn_backends_plain)""",
    "src/backends/backend.h": '#pragma once\n#include "image/view.h"\n',
    "src/backends/registry.h": '#pragma once\n#include "backends/backend.h"\n',
    "src/backends/registry.cc": '#include "backends/registry.h"\n#include "backends/plain/plain.h"\n',
    "src/backends/plain/CMakeLists.txt": "mtcnn_layer(backends/plain SOURCES plain.cc DEPENDS mtcnn_backend_seam)",
    "src/backends/plain/plain.h": '#pragma once\n#include "backends/backend.h"\n',
    "src/backends/plain/plain.cc": '#include "backends/plain/plain.h"\n#include "model/recipe.h"\n',
    "src/detector/CMakeLists.txt": "mtcnn_layer(detector SOURCES stages.cc DEPENDS mtcnn_backends)",
    "src/detector/stages.h": "#pragma once\n",
    "src/detector/stages.cc": '#include "detector/stages.h"\n#include "backends/registry.h"\n',
    "src/media/CMakeLists.txt": "mtcnn_layer(media SOURCES png.cc DEPENDS mtcnn_image)",
    "src/media/png.h": "#pragma once\n",
    "src/media/png.cc": '#include "media/png.h"\n#include <png.h>\n#include "image/view.h"\n',
    "src/cli/CMakeLists.txt": "mtcnn_layer(cli SOURCES main.cc DEPENDS mtcnn_media)",
    "src/cli/main.cc": '#include "media/png.h"\n#include <iostream>\nint main() { std::cout << 1; exit(0); }\n',
}


class LayersTest(unittest.TestCase):
    def findings(self, planted: dict[str, str]) -> list[str]:
        """What is found in the sound tree after the planted files took their places in it."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**SOUND_TREE, **planted}.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return list(Tree(Path(folder)).findings())

    def assert_found(self, name: str, text: str, finding: str) -> None:
        self.assertEqual(self.findings({name: text}), [finding])

    def test_nothing_in_a_sound_tree(self) -> None:
        self.assertEqual(self.findings({}), [])

    def test_include_that_points_up(self) -> None:
        self.assert_found(
            "src/image/view.cc",
            '#include "detector/stages.h"\n',
            'src/image/view.cc includes "detector/stages.h", but mtcnn_image does not depend on mtcnn_detector',
        )

    def test_include_that_points_sideways(self) -> None:
        self.assert_found(
            "src/model/recipe.cc",
            '#include "image/view.h"\n',
            'src/model/recipe.cc includes "image/view.h", but mtcnn_model does not depend on mtcnn_image',
        )

    def test_include_of_what_another_layer_uses_privately(self) -> None:
        self.assert_found(
            "src/detector/stages.cc",
            '#include "backends/plain/plain.h"\n',
            'src/detector/stages.cc includes "backends/plain/plain.h", '
            "but mtcnn_detector does not depend on mtcnn_backends_plain",
        )

    def test_include_of_the_registry_by_a_backend(self) -> None:
        self.assert_found(
            "src/backends/plain/plain.cc",
            '#include "backends/registry.h"\n',
            'src/backends/plain/plain.cc includes "backends/registry.h", '
            "but mtcnn_backends_plain does not depend on mtcnn_backends",
        )

    def test_relative_include(self) -> None:
        self.assert_found(
            "src/image/view.cc",
            '#include "../base/cpu.h"\n',
            'src/image/view.cc includes "../base/cpu.h", which is neither a path below src/ nor a public header',
        )

    def test_include_without_its_folder(self) -> None:
        self.assert_found(
            "src/image/view.cc",
            '#include "view.h"\n',
            'src/image/view.cc includes "view.h", which is neither a path below src/ nor a public header',
        )

    def test_dependency_that_points_up(self) -> None:
        self.assert_found(
            "src/base/CMakeLists.txt",
            "mtcnn_layer(base SOURCES cpu.cc DEPENDS mtcnn_model)",
            "mtcnn_base depends on mtcnn_model, which does not lie below it",
        )

    def test_dependency_of_media_on_the_detector(self) -> None:
        self.assert_found(
            "src/media/CMakeLists.txt",
            "mtcnn_layer(media SOURCES png.cc DEPENDS mtcnn_image USES mtcnn_detector)",
            "mtcnn_media depends on mtcnn_detector, which does not lie below it",
        )

    def test_dependency_of_the_c_api_on_what_is_not_public(self) -> None:
        self.assert_found(
            "src/c_api/CMakeLists.txt",
            "mtcnn_layer(c_api SOURCES options.cc USES mtcnn_detector)",
            "mtcnn_c_api depends on mtcnn_detector, which does not lie below it",
        )

    def test_circle_within_a_folder(self) -> None:
        found = self.findings(
            {"src/backends/plain/CMakeLists.txt": "mtcnn_layer(backends/plain SOURCES plain.cc DEPENDS mtcnn_backends)"}
        )
        self.assertIn("mtcnn_backends_plain depends on mtcnn_backends, which does not lie below it", found)

    def test_dependency_that_is_no_layer(self) -> None:
        self.assert_found(
            "src/cli/CMakeLists.txt",
            "mtcnn_layer(cli SOURCES main.cc DEPENDS mtcnn_media mtcnn_medla)",
            "mtcnn_cli depends on mtcnn_medla, which is no layer",
        )

    def test_folder_outside_the_architecture(self) -> None:
        self.assert_found(
            "src/extra/CMakeLists.txt", "mtcnn_layer(extra SOURCES a.cc)", "src/extra is no layer of the architecture"
        )

    def test_file_outside_the_layers(self) -> None:
        self.assert_found("src/stray.cc", "", "src/stray.cc belongs to no layer")

    def test_image_library_outside_media(self) -> None:
        headers = ("png.h", "jpeglib.h", "webp/decode.h", "libavcodec/avcodec.h", "libheif/heif.h", "cairo/cairo.h")
        for header in headers:
            with self.subTest(header):
                self.assert_found(
                    "src/cli/main.cc",
                    f"#include <{header}>\n",
                    f"src/cli/main.cc includes <{header}>, which only src/media may use",
                )

    def test_public_header_with_a_private_one(self) -> None:
        self.assert_found(
            "include/mtcnn/face.h",
            '#include "base/cpu.h"\n',
            'include/mtcnn/face.h includes "base/cpu.h", which is no public header',
        )

    def test_public_header_with_another_library(self) -> None:
        self.assert_found(
            "include/mtcnn/face.h",
            "#include <nlohmann/json.hpp>\n",
            "include/mtcnn/face.h includes <nlohmann/json.hpp>: public headers stand on the standard library alone",
        )

    def test_deeds_that_are_not_the_cores(self) -> None:
        deeds = {
            'std::cout << "a";': "writes to a standard stream (std::cout)",
            'printf("a");': "writes to a standard stream (printf)",
            "exit (1);": "ends the program (exit)",
            "::socket(1, 2, 3);": "opens a socket (socket)",
            'std::getenv("A");': "reads the environment (getenv)",
        }
        for code, deed in deeds.items():
            with self.subTest(code):
                self.assert_found(
                    "src/base/cpu.cc",
                    f"void run() {{ {code} }}\n",
                    f"src/base/cpu.cc {deed}, which the core never does",
                )


if __name__ == "__main__":
    unittest.main()
