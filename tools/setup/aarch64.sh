# ./run test-aarch64

# run_test_aarch64 [CTEST ARGUMENT]...: cross-builds the core for 64-bit ARM, and runs its tests under qemu.
run_test_aarch64() {
  local results="$root/build/aarch64/test-results.xml"
  with_lock prepare_aarch64
  rm -f "$results"
  say "testing build/aarch64 under qemu, which takes some minutes"
  (cd "$root/build/aarch64" && ctest --parallel "$(nproc)" --output-on-failure --output-junit "$results" "$@") ||
    true
  "$tools_python" "$root/tools/test_summary.py" "$results"
}

prepare_aarch64() {
  local sysroot="$root/.setup/aarch64/sysroot"
  require_packages "$needed_for_aarch64"
  require_weights
  require_pictures
  require_sysroot "$sysroot"
  logged configure-aarch64 "configuring the build for 64-bit ARM" cmake -S "$root" -B "$root/build/aarch64" -G Ninja \
    -DCMAKE_TOOLCHAIN_FILE="$root/cmake/aarch64.cmake" -DMTCNN_SYSROOT="$sysroot" -DCMAKE_BUILD_TYPE=Release \
    -DMTCNN_BUILD_CLI=OFF -DMTCNN_BUILD_TESTS=ON
  build_target aarch64 all
}

# The libraries for ARM that the core and its tests need.
aarch64_packages='libhwy1 libhwy-dev libtbb12 libtbb-dev libtbbmalloc2 libtbbbind-2-5 nlohmann-json3-dev'

# require_sysroot FOLDER: Debian's packages for ARM, unpacked there; the system itself stays as it is.
require_sysroot() {
  local state="$root/.setup/aarch64/apt"
  [[ -e $1/complete ]] && return
  say "fetching libraries for 64-bit ARM"
  rm -rf "$1" "$state"
  mkdir -p "$1" "$state/lists/partial" "$state/cache/archives/partial" "$state/packages"
  touch "$state/status"
  local apt=(apt-get -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root
    -o Dir::State="$state" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache")
  logged aarch64-update "reading the lists of packages for ARM" "${apt[@]}" update
  # shellcheck disable=SC2086  # a list of names
  (cd "$state/packages" && logged aarch64-packages "fetching libraries for ARM" "${apt[@]}" download $aarch64_packages)
  local package
  for package in "$state"/packages/*.deb; do dpkg-deb -x "$package" "$1"; done
  touch "$1/complete"
}
