# ./run fuzz

# run_fuzz [--seconds N] [TARGET]...: fuzzes each target, or all of them, for so many seconds, one after the other.
run_fuzz() {
  local seconds=60 targets=() target failed=0
  while (($# > 0)); do
    case $1 in
      --seconds)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || fail "--seconds needs a whole number."
        seconds=$2
        shift
        ;;
      *)
        [[ -e $root/fuzz/dictionaries/$1.dict ]] || fail "there is no fuzz target $1: the targets are $(fuzz_targets | paste --serial --delimiters=' ')."
        targets+=("$1")
        ;;
    esac
    shift
  done
  ((${#targets[@]} > 0)) || mapfile -t targets < <(fuzz_targets)

  with_lock prepare_fuzz
  for target in "${targets[@]}"; do
    fuzz_target "$target" "$seconds" || failed=1
  done
  ((failed == 0)) || fail "there are findings in $root/build/fuzz/findings; fuzz/README.md says what to do with them."
}

# fuzz_targets: their names, one a line; each has a dictionary.
fuzz_targets() {
  local dictionary
  for dictionary in "$root"/fuzz/dictionaries/*.dict; do
    dictionary=${dictionary##*/}
    echo "${dictionary%.dict}"
  done
}

prepare_fuzz() {
  require_packages "$needed_to_test $needed_to_sanitize"
  require_weights
  configure fuzz
  build_target fuzz fuzz
}

# fuzz_target NAME SECONDS: what is new goes to build/fuzz/corpus/NAME, what fails to build/fuzz/findings. One call may ask
# for as much as FFmpeg lets itself: that is no memory before it is written to.
fuzz_target() {
  local name=$1 build="$root/build/fuzz" folders=() folder
  mkdir -p "$build/corpus/$name" "$build/findings"
  for folder in "$root/fuzz/corpus/$name" "$root/fuzz/findings/$name"; do
    [[ ! -d $folder ]] || folders+=("$folder")
  done
  say "fuzzing $name for $2 seconds"
  "$build/fuzz/fuzz_$name" "$build/corpus/$name" "${folders[@]}" -max_total_time="$2" -seed=1 \
    -dict="$root/fuzz/dictionaries/$name.dict" -artifact_prefix="$build/findings/$name-" \
    -timeout=10 -rss_limit_mb=512 -malloc_limit_mb=2048 -report_slow_units=1 -print_final_stats=1
}
