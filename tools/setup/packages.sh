# What must be installed on the system, for which purpose, and how it gets there.

# Each line: Debian's package, and what shows on any system that what it brings is there.
needed_to_build='
  g++                command:c++
  cmake              command:cmake
  ninja-build        command:ninja
  pkg-config         command:pkg-config
  python3-venv       python:ensurepip
  libhwy-dev         module:libhwy
  libtbb-dev         module:tbb
  nlohmann-json3-dev module:nlohmann_json
  libjpeg-dev        module:libjpeg
  libpng-dev         module:libpng
  libwebp-dev        module:libwebp
  libheif-dev        module:libheif
  libavdevice-dev    module:libavdevice
  libavformat-dev    module:libavformat
  libavcodec-dev     module:libavcodec
  libavutil-dev      module:libavutil
  libswscale-dev     module:libswscale
  libexif-dev        module:libexif
  libseccomp-dev     module:libseccomp
  libcli11-dev       module:CLI11
  libfmt-dev         module:fmt
  libcairo2-dev      module:cairo
  fonts-dejavu-core  font:DejaVu
'
needed_for_python='
  g++                command:c++
  cmake              command:cmake
  ninja-build        command:ninja
  pkg-config         command:pkg-config
  python3-venv       python:ensurepip
  python3-dev        python-header:Python.h
  libhwy-dev         module:libhwy
  libtbb-dev         module:tbb
  nlohmann-json3-dev module:nlohmann_json
'
needed_for_demo='
  ffmpeg             command:ffmpeg
'
needed_to_test="$needed_to_build $needed_for_demo
  libgtest-dev       module:gtest
  libgmock-dev       module:gmock
"
needed_for_aarch64='
  cmake              command:cmake
  ninja-build        command:ninja
  pkg-config         command:pkg-config
  python3-venv       python:ensurepip
  g++-aarch64-linux-gnu command:aarch64-linux-gnu-g++
  qemu-user          command:qemu-aarch64
  googletest         file:/usr/src/googletest/CMakeLists.txt
'
needed_to_bench="$needed_to_build $needed_for_demo
  libbenchmark-dev   module:benchmark
"
needed_to_sanitize='
  clang              command:clang++
  libclang-rt-dev    linking:-fsanitize=address
  llvm               command:llvm-symbolizer
'
needed_to_format='
  clang-format       command:clang-format
'
# clang-tidy reads how a sanitized build is compiled.
needed_to_lint="$needed_to_build $needed_to_format $needed_to_sanitize"

# require_packages LIST: installs what is missing, or says how to.
require_packages() {
  local missing
  missing=$(missing_packages "$1")
  [[ -z $missing ]] && return
  if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    # shellcheck disable=SC2086  # a list of names
    install_debian_packages $missing
  else
    fail "this system has no apt-get, so install these yourself:$(missing_things "$1")"
  fi
}

# missing_packages LIST: the names of Debian's packages that are neither installed nor replaced by something else.
missing_packages() {
  local package evidence
  while read -r package evidence; do
    [[ -z $package ]] || is_installed "$package" || is_there "$evidence" || printf '%s ' "$package"
  done <<<"$1"
}

# missing_things LIST: what is missing, in words that any system understands.
missing_things() {
  local package evidence
  while read -r package evidence; do
    [[ -z $package ]] || is_there "$evidence" ||
      printf '\n  %s %s (Debian: %s)' "${evidence%%:*}" "${evidence#*:}" "$package"
  done <<<"$1"
}

is_installed() {
  [[ $(dpkg-query --show --showformat='${db:Status-Abbrev}' "$1" 2>/dev/null) == ii* ]]
}

is_there() {
  local name=${1#*:}
  case $1 in
    command:*) command -v "$name" ;;
    file:*) [[ -e $name ]] ;;
    module:*) pkg-config --exists "$name" ;;
    python:*) python3 -c "import $name" ;;
    python-header:*) [[ -e $(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')/$name ]] ;;
    font:*) [[ -n $(fc-list "$name") ]] ;;
    linking:*) clang++ "$name" -x c++ -o /dev/null - <<<'int main() {}' ;;
  esac >/dev/null 2>&1
}

install_debian_packages() {
  local as_root=() command="apt-get install --no-install-recommends $*"
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "Debian packages are missing; install them as root with: $command"
    as_root=(sudo)
  fi
  say "installing the Debian packages $*"
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
  # One stale source among many must not stop the rest: whether the packages can be had, the installation tells.
  start_log "$log_directory/packages-update.log"
  "${as_root[@]}" apt-get update </dev/null >"$log_directory/packages-update.log" 2>&1 || true
  logged packages "installing Debian packages (as root: $command)" \
    "${as_root[@]}" apt-get --option DPkg::Lock::Timeout=600 install --yes --no-install-recommends "$@"
}
