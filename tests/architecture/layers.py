#!/usr/bin/env python3
"""Checks that the includes of a source tree keep to its layers: `layers.py ROOT` prints what does not, and exits 1.

Which layer may include which is said once, by the `mtcnn_layer(... DEPENDS ... USES ...)` of the CMake files. This
check holds those to the order of the architecture, and every include to those; and it keeps the core from what is not
its business.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# The folders of src/, the lowest first: a layer depends on lower ones only.
ORDER = ("base", "image", "model", "backends", "detector", "c_api", "tracking", "raster", "media", "cli")
CORE = ("base", "image", "model", "backends", "detector", "c_api")

# Whoever feeds pictures to the detector knows its public face alone.
NARROWER = {
    "c_api": set(),
    "tracking": {"base"},
    "raster": {"base", "image"},
    "media": {"base", "image", "raster"},
}

MEDIA_LIBRARIES = re.compile(
    r"lib(av\w+|sw\w+|heif|exif)/|jpeglib|jerror|turbojpeg|png\.h|webp/|cairo|fontconfig/|opencv"
)
STANDARD_HEADER = re.compile(r"[a-z0-9_]+(\.h)?")

# What the core never does.
FORBIDDEN_IN_CORE = {
    "writes to a standard stream": re.compile(
        r"\bstd::(cout|cerr|clog)\b|\b(printf|fprintf|puts|putchar|perror)\s*\("
    ),
    "ends the program": re.compile(r"\b(exit|_exit|_Exit|quick_exit)\s*\("),
    "opens a socket": re.compile(r"\bsocket\s*\(|<(sys/socket|netinet/\w+|arpa/inet)\.h>"),
    "reads the environment": re.compile(r"\b(secure_)?getenv\s*\(|\benviron\b"),
}

# The one file that may: MTCNN_ISA chooses among instruction sets that all give the same answers.
EXCEPTIONS = {("src/backends/native/instruction_sets.cc", "reads the environment")}

LAYER_CALL = re.compile(r"\bmtcnn_layer\(([^)]*)\)")
LAYER_KEYWORDS = ("SOURCES", "HEADERS", "DEPENDS", "USES", "LIBRARIES", "NAME")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)


@dataclass(frozen=True)
class Layer:
    """One call of mtcnn_layer(): a CMake target, and the folder below src/ to which it gives a name."""

    name: str
    folder: str
    sources: tuple[str, ...]
    headers: tuple[str, ...]
    depends: tuple[str, ...]
    uses: tuple[str, ...]

    @property
    def top(self) -> str:
        return self.folder.split("/")[0]

    def owns(self, file_name: str) -> bool:
        """Whether a file of the folder is this layer's, where several layers share it."""
        if file_name.endswith(".h"):
            return not self.headers or file_name in self.headers
        return file_name in self.sources


class Tree:
    """A source tree with the layers that its CMake files declare."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.layers = {layer.name: layer for layer in read_layers(root)}

    def findings(self) -> Iterator[str]:
        """What breaks the rules, as sentences."""
        yield from self._order_findings()
        for path in sorted(self.root.glob("src/**/*")):
            if path.suffix in (".cc", ".h"):
                yield from self._source_findings(path.relative_to(self.root))
        for path in sorted(self.root.glob("include/**/*.h")):
            yield from self._public_header_findings(path.relative_to(self.root))

    def _order_findings(self) -> Iterator[str]:
        for layer in self.layers.values():
            if layer.top not in ORDER:
                yield f"src/{layer.folder} is no layer of the architecture"
                continue
            for name in (*layer.depends, *layer.uses):
                if name not in self.layers:
                    yield f"{layer.name} depends on {name}, which is no layer"
                elif not self._may_depend(layer, self.layers[name]):
                    yield f"{layer.name} depends on {name}, which does not lie below it"

    def _may_depend(self, layer: Layer, other: Layer) -> bool:
        if other.top == layer.top:
            return layer.name not in self._reach(other)
        below = ORDER[: ORDER.index(layer.top)]
        return other.top in below and other.top in NARROWER.get(layer.top, below)

    def _reach(self, layer: Layer) -> set[str]:
        """The layers that a layer needs, directly or through others, itself among them."""
        reached: set[str] = set()
        pending = [layer.name]
        while pending:
            name = pending.pop()
            if name not in reached and name in self.layers:
                reached.add(name)
                pending += self.layers[name].depends + self.layers[name].uses
        return reached

    def _visible(self, layer: Layer) -> set[str]:
        """The layers whose headers a layer may include: its own, and what DEPENDS passes on."""
        visible: set[str] = set()
        pending = [layer.name, *layer.uses]
        while pending:
            name = pending.pop()
            if name not in visible and name in self.layers:
                visible.add(name)
                pending += self.layers[name].depends
        return visible

    def _owner(self, path: Path) -> Layer | None:
        """The layer of a file, given below src/: that of the nearest folder that has any."""
        for folder in path.parents:
            here = [layer for layer in self.layers.values() if layer.folder == folder.as_posix()]
            name = path.relative_to(folder).as_posix()
            if owners := [layer for layer in here if layer.owns(name)] or here:
                # A header that none of them shows is private to the one that has sources.
                return max(owners, key=lambda layer: len(layer.sources))
        return None

    def _source_findings(self, path: Path) -> Iterator[str]:
        layer = self._owner(path.relative_to("src"))
        if layer is None:
            yield f"{path} belongs to no layer"
            return
        text = (self.root / path).read_text()
        for bracket, included in INCLUDE.findall(text):
            if bracket == '"':
                yield from self._include_findings(path, layer, included)
            elif layer.top != "media" and MEDIA_LIBRARIES.match(included):
                yield f"{path} includes <{included}>, which only src/media may use"
        if layer.top in CORE:
            code = COMMENT_OR_STRING.sub('""', text)
            for deed, pattern in FORBIDDEN_IN_CORE.items():
                if (path.as_posix(), deed) in EXCEPTIONS:
                    continue
                if found := pattern.search(code):
                    yield f"{path} {deed} ({found.group(0).strip('( ')}), which the core never does"

    def _include_findings(self, path: Path, layer: Layer, included: str) -> Iterator[str]:
        if self._is_public(included):
            return
        if ".." in included.split("/") or not (self.root / "src" / included).is_file():
            yield f'{path} includes "{included}", which is neither a path below src/ nor a public header'
            return
        owner = self._owner(Path(included))
        if owner is not None and owner.name not in self._visible(layer):
            yield f'{path} includes "{included}", but {layer.name} does not depend on {owner.name}'

    def _is_public(self, included: str) -> bool:
        return included.startswith("mtcnn/") and (self.root / "include" / included).is_file()

    def _public_header_findings(self, path: Path) -> Iterator[str]:
        for bracket, included in INCLUDE.findall((self.root / path).read_text()):
            if bracket == "<" and not STANDARD_HEADER.fullmatch(included):
                yield f"{path} includes <{included}>: public headers stand on the standard library alone"
            elif bracket == '"' and not self._is_public(included):
                yield f'{path} includes "{included}", which is no public header'


def read_layers(root: Path) -> Iterator[Layer]:
    """The layers of a tree, from the calls of mtcnn_layer() in its CMake files."""
    for path in sorted(root.glob("src/**/CMakeLists.txt")):
        text = re.sub(r"#[^\n]*", "", path.read_text())
        for call in LAYER_CALL.findall(text):
            folder, *words = call.split()
            values: dict[str, list[str]] = {keyword: [] for keyword in LAYER_KEYWORDS}
            keyword = ""
            for word in words:
                if word in values:
                    keyword = word
                else:
                    values[keyword].append(word)
            yield Layer(
                name=values["NAME"][0] if values["NAME"] else "mtcnn_" + folder.replace("/", "_"),
                folder=folder,
                sources=tuple(values["SOURCES"]),
                headers=tuple(values["HEADERS"]),
                depends=tuple(values["DEPENDS"]),
                uses=tuple(values["USES"]),
            )


def main() -> None:
    tree = Tree(Path(sys.argv[1]))
    if not tree.layers:
        sys.exit(f"{sys.argv[1]} declares no layers.")
    findings = list(tree.findings())
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
