"""The script ./run where something must be installed or built first."""

from __future__ import annotations

import os
import unittest

from checkout import AS_ROOT, NOBODY, CheckoutTest

# A cmake that builds a program, writes down that it did, and notices another one at work.
BUILDING_CMAKE = """
echo "cmake says this"
[[ $1 == --build ]] || exit 0
echo built >>"$CHECKOUT/builds"
mkdir "$CHECKOUT/building" || echo "two at once" >>"$CHECKOUT/builds"
sleep 0.3
rm -r "$CHECKOUT/building"
mkdir -p "$CHECKOUT/build/release/src/cli"
printf '#!/bin/bash\\necho rebuilt\\n' >"$CHECKOUT/build/release/src/cli/mtcnn-turbo"
chmod +x "$CHECKOUT/build/release/src/cli/mtcnn-turbo"
"""

ALL_BUT_NINJA = "g++ | cmake | pkg-config | python3-venv | lib* | nlohmann* | fonts*"


class SetupTest(CheckoutTest):
    def make_debian(self, installed: str, install: str = "true") -> None:
        """A Debian on which the packages that match a pattern are installed, and apt-get install runs a command."""
        self.make_command("dpkg-query", f"case ${{*: -1}} in {installed}) echo 'ii ' ;; *) exit 1 ;; esac")
        self.make_command("apt-get", f'echo "$*" >>"$CHECKOUT/apt-calls"; [[ $1 == update ]] || {install}')
        if not AS_ROOT:
            self.make_command("sudo", '"$@"')

    def assert_fails(self, last_line: str, user: int | None = None) -> str:
        """Runs `./run info`, which must end with a line and start no program; gives all that it said."""
        code, output, errors = self.run_script("info", user=user)
        self.assertEqual((code, output), (1, ""), errors)
        self.assertEqual(errors.splitlines()[-1], f"run: {last_line}")
        return errors

    def test_rebuilds_for_what_changed(self) -> None:
        changes = {
            "an edited source": lambda: (self.checkout / "src/cpu.cc").write_text("//"),
            "a deleted source": lambda: (self.checkout / "src/cpu.cc").unlink(),
            "an older file in place of a newer one": lambda: os.utime(self.checkout / "CMakeLists.txt", (1, 1)),
            "other weights": lambda: self.weights.write_text("other"),
            "no weights": self.weights.unlink,
            "no program": self.program.unlink,
            "no finished build": self.stamp.unlink,
        }
        self.make_debian(installed="*")
        self.make_command("cmake", BUILDING_CMAKE)
        for what, change in changes.items():
            with self.subTest(what):
                self.make_script(self.program, "echo built earlier")
                self.weights.touch()
                self.finish_build()
                self.assertEqual(self.run_script("info"), (0, "built earlier\n", ""))
                change()
                code, output, errors = self.run_script("info")
                self.assertEqual((code, output), (0, "rebuilt\n"), errors)
                self.assertIn("cmake says this", errors)

    def test_two_at_once_build_once(self) -> None:
        self.make_debian(installed="*")
        self.make_command("cmake", BUILDING_CMAKE)
        self.stamp.unlink()
        both = [self.start("info"), self.start("info")]
        self.assertEqual([process.communicate(timeout=60)[0] for process in both], ["rebuilt\n", "rebuilt\n"])
        self.assertEqual((self.checkout / "builds").read_text(), "built\n")

    def test_failed_build_ends_with_a_sentence(self) -> None:
        self.make_debian(installed="*")
        self.make_command("cmake", "echo 'error: no good'; [[ $1 != --build ]]")
        self.stamp.unlink()
        log = self.checkout / ".setup/log/build-release.log"
        errors = self.assert_fails(f"building the preset release failed. Its full output is in {log}.")
        self.assertIn("error: no good", errors)
        self.assertIn("error: no good", log.read_text())
        self.assertFalse(self.stamp.exists())

    def test_sentence_says_the_likely_reason(self) -> None:
        reasons = {
            "No space left on device": "the disk is full: free about 2 GB",
            "Temporary failure resolving 'mirror'": "a package server cannot be reached: check the network",
        }
        self.make_debian(installed="*")
        self.stamp.unlink()
        log = self.checkout / ".setup/log/configure-release.log"
        for words, reason in reasons.items():
            with self.subTest(words):
                self.make_command("cmake", f'echo "{words}"; exit 1')
                failed = "configuring the preset release failed"
                self.assert_fails(f"{failed}, because {reason} and run this again. Its full output is in {log}.")

    def test_installs_the_debian_packages_that_are_missing(self) -> None:
        self.make_debian(installed=ALL_BUT_NINJA)
        self.make_command("cmake", BUILDING_CMAKE)
        self.stamp.unlink()
        code, output, errors = self.run_script("info")
        self.assertEqual((code, output), (0, "rebuilt\n"), errors)
        self.assertIn("run: installing the Debian packages ninja-build\n", errors)
        update, install = (self.checkout / "apt-calls").read_text().splitlines()
        self.assertEqual(update, "update")
        self.assertRegex(install, "install --yes --no-install-recommends ninja-build$")

    def test_sentence_names_the_packages_that_cannot_be_installed(self) -> None:
        self.make_debian(installed=ALL_BUT_NINJA, install="{ echo 'E: Unable to locate package'; exit 100; }")
        self.stamp.unlink()
        command = "apt-get install --no-install-recommends ninja-build"
        log = self.checkout / ".setup/log/packages.log"
        errors = self.assert_fails(
            f"installing Debian packages (as root: {command}) failed. Its full output is in {log}."
        )
        self.assertIn("E: Unable to locate package", errors)

    def test_says_the_command_where_it_may_not_install(self) -> None:
        self.make_debian(installed=ALL_BUT_NINJA)
        (self.commands / "sudo").unlink(missing_ok=True)
        self.stamp.unlink()
        if AS_ROOT:
            self.give_to_nobody(self.checkout / ".setup")
        command = "apt-get install --no-install-recommends ninja-build"
        sentence = f"Debian packages are missing; install them as root with: {command}"
        self.assert_fails(sentence, user=NOBODY if AS_ROOT else None)

    def test_names_what_is_missing_on_an_unknown_system(self) -> None:
        self.make_command("c++", "")
        self.make_command("pkg-config", "[[ $2 != libheif ]]")
        self.stamp.unlink()
        code, output, errors = self.run_script("info")
        self.assertEqual((code, output), (1, ""))
        self.assertEqual(
            errors.splitlines(),
            [
                "run: this system has no apt-get, so install these yourself:",
                "  command cmake (Debian: cmake)",
                "  command ninja (Debian: ninja-build)",
                "  python ensurepip (Debian: python3-venv)",
                "  module libheif (Debian: libheif-dev)",
                "  font DejaVu (Debian: fonts-dejavu-core)",
            ],
        )

    def test_goes_on_where_nothing_is_missing_on_an_unknown_system(self) -> None:
        for name in ("c++", "ninja", "pkg-config", "python3"):
            self.make_command(name, "")
        self.make_command("fc-list", "echo DejaVu")
        self.make_command("cmake", BUILDING_CMAKE)
        self.stamp.unlink()
        code, output, errors = self.run_script("info")
        self.assertEqual((code, output), (0, "rebuilt\n"), errors)

    @unittest.skipUnless(AS_ROOT, "only root can act as another user")
    def test_another_user_may_not_build(self) -> None:
        self.give_to_nobody()
        self.stamp.unlink()
        sentence = "cannot be written: set up and build as the user to whom it belongs."
        self.assert_fails(f"{self.checkout}/.setup {sentence}", user=NOBODY)


if __name__ == "__main__":
    unittest.main()
