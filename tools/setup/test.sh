# ./run test

# run_test [--preset NAME]... [CTEST ARGUMENT]...: builds and tests each preset, and ends with the counts of all. Without
# arguments that choose among the tests, those of the Python package are among them.
run_test() {
  local presets=() arguments=() all_results=() preset
  while (($# > 0)); do
    case $1 in
      --preset)
        (($# > 1)) || fail "--preset needs the name of a preset."
        presets+=("$2")
        shift
        ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  ((${#presets[@]} > 0)) || presets=(release)
  use_onnxruntime

  for preset in "${presets[@]}"; do
    with_lock prepare_tests "$preset"
    all_results+=("$root/build/$preset/test-results.xml")
    run_ctest "$preset" "${all_results[-1]}" "${arguments[@]}"
  done
  if ((${#arguments[@]} == 0)); then
    run_test_python || true
    all_results+=("$python_results")
  fi
  "$tools_python" "$root/tools/test_summary.py" "${all_results[@]}"
}

prepare_tests() {
  case $1 in
    asan-ubsan | tsan) require_packages "$needed_to_test $needed_to_sanitize" ;;
    *) require_packages "$needed_to_test" ;;
  esac
  require_weights
  require_pictures
  build_preset "$1"
}

# run_ctest PRESET RESULTS [CTEST ARGUMENT]...: whether the tests passed is for the summary of RESULTS to say.
run_ctest() {
  local preset=$1 results=$2
  shift 2
  rm -f "$results"
  say "testing build/$preset"
  (cd "$root" && ctest --preset "$preset" --parallel "$(nproc)" --timeout 600 --output-junit "$results" "$@") || true
}
