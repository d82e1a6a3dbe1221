# Configuring and building with CMake's presets, one ./run at a time.

# with_lock COMMAND...: the command may change .setup/ and build/.
with_lock() {
  local lock
  command -v flock >/dev/null || fail "the command flock, of util-linux, is missing: install it."
  { mkdir -p "$root/.setup" && exec {lock}>"$root/.setup/lock"; } ||
    fail "$root/.setup cannot be written: set up and build as the user to whom it belongs."
  if ! flock --nonblock "$lock"; then
    say "waiting for another ./run to finish its set-up"
    flock "$lock"
  fi
  "$@"
  exec {lock}>&-
}

# build_program: brings the release build of the command line up to date.
build_program() {
  # Another ./run may have built it while this one waited for the lock.
  program_is_current && return
  require_packages "$needed_to_build"
  require_weights
  # Set before the build, so that what changes during it counts as news; in force only if the build is good.
  mkdir -p "${stamp%/*}"
  touch "$stamp.new"
  configure release
  build_target release mtcnn_turbo_cli
  mv "$stamp.new" "$stamp"
}

# build_preset PRESET: builds all of a preset, with its tests.
build_preset() {
  configure "$1" -DMTCNN_BUILD_TESTS=ON
  build_target "$1" all
}

# configure PRESET [CMAKE ARGUMENT]...
configure() {
  local preset=$1 cache="$root/build/$1/CMakeCache.txt"
  shift
  if ! grep -qsFx "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
    # A new build folder, or one that came here with a moved checkout, whose cache CMake refuses. Without tests, so
    # that the program alone does not ask for what only they need.
    set -- --fresh -DMTCNN_BUILD_TESTS=OFF "$@"
  fi
  use_ccache
  logged "configure-$preset" "configuring the preset $preset" cmake -S "$root" --preset "$preset" "$@"
}

use_ccache() {
  if command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache
  fi
}

build_target() {
  say "building build/$1"
  logged_aloud "build-$1" "building the preset $1" cmake --build "$root/build/$1" --target "$2"
}
