# ./run format and ./run lint

lint_folder="$root/.setup/lint"

run_format() {
  with_lock require_packages "$needed_to_format"
  cpp_files | xargs --null clang-format -i
}

run_lint() {
  local failed=0
  with_lock prepare_lint
  say "checking the format with clang-format"
  cpp_files | xargs --null clang-format --dry-run -Werror || failed=1
  say "checking the sources with clang-tidy"
  run_clang_tidy || failed=1
  ((failed == 0)) || fail "the sources do not pass: ./run format puts their format right, the rest is yours."
}

# clang-tidy reads the compile database of a preset that builds with clang, whose options are clang's own.
prepare_lint() {
  require_packages "$needed_to_lint"
  require_weights
  require_environment "$lint_folder" "$root/tools/requirements-lint.txt"
  configure asan-ubsan
}

# Shows what clang-tidy finds, without its lines of progress.
run_clang_tidy() {
  local log="$log_directory/clang-tidy.log" bin="$lint_folder/venv/bin"
  start_log "$log"
  "$bin/run-clang-tidy.py" -clang-tidy-binary "$bin/clang-tidy" -quiet -p "$root/build/asan-ubsan" \
    "^$root/src/.*\.cc$" >"$log" 2>&1 && return
  grep -v "$bin/clang-tidy \|warnings generated\|^$" "$log" >&2
  return 1
}

# cpp_files: every C and C++ file of the project, new ones too, each ended by a zero byte.
cpp_files() {
  git -C "$root" ls-files -z --cached --others --exclude-standard --deduplicate -- '*.c' '*.cc' '*.h' |
    sed --null-data "s|^|$root/|"
}
