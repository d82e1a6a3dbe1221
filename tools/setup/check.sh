# ./run check

# run_check [--long] [--seed NUMBER] [TOPIC]...: prints what the checks of tests/check/ measure as one table, which is also left
# in build/check/check.md, and fails where a figure is not what is asked.
run_check() {
  local arguments=() topics=() topic seed=1 table="$root/build/check/check.md"
  while (($# > 0)); do
    case $1 in
      --long) arguments+=(--long) ;;
      --seed)
        (($# > 1)) || fail "--seed needs a number."
        seed=$2
        shift
        ;;
      -*) fail "./run check knows no $1: its options are --long and --seed NUMBER." ;;
      *) topics+=("$1") ;;
    esac
    shift
  done
  ((${#topics[@]} > 0)) || mapfile -t topics < <(check_topics)
  for topic in "${topics[@]}"; do
    check_topics | grep --quiet --line-regexp --fixed-strings -e "$topic" ||
      fail "there is no check $topic: the checks are $(check_topics | paste --serial --delimiters=' ')."
  done

  with_lock prepare_check
  if [[ " ${arguments[*]} ${topics[*]} " == *" --long "*" mutated_pictures "* ]]; then
    with_lock require_picture_seeds
  fi
  mkdir -p "${table%/*}"
  {
    printf '| what | figure | asked | holds |\n| --- | --- | --- | --- |\n'
    for topic in "${topics[@]}"; do
      say "checking: $topic"
      check_topic "$topic" --seed "$seed" "${arguments[@]}"
    done
  } | tee "$table"
  check_summary "$table" "$seed" | tee --append "$table"
  ! grep --quiet '| NO |$' "$table"
}

# check_topics: the names of the files in tests/check/ that are programs, in an order that is always the same.
check_topics() {
  grep --files-with-matches '__name__ == "__main__"' "$root"/tests/check/*.py | sed 's|.*/||; s|\.py$||' | LC_ALL=C sort
}

prepare_check() {
  require_packages "$needed_to_test $needed_to_sanitize"
  require_weights
  require_pictures
  build_preset release
}

# check_topic TOPIC ARGUMENT...: prints the topic's rows. One that ends before it has printed what does not hold gets a row, too.
check_topic() {
  local topic=$1 rows status=0
  rows=$(mktemp)
  "$tools_python" "$root/tests/check/$topic.py" --program "$program" --build "$root/build/release" "${@:2}" |
    tee "$rows" || status=$?
  if ((status != 0)) && ! grep --quiet '| NO |$' "$rows"; then
    printf '| %s | ended with %s | ends with 0 | NO |\n' "$topic" "$status"
  fi
  rm -f "$rows"
}

# check_summary TABLE SEED: the line under the table.
check_summary() {
  printf '\n%s of %s hold; seed %s; %s, %s threads\n' "$(grep --count '| yes |$' "$1")" \
    "$(grep --count '| \(yes\|NO\) |$' "$1")" "$2" "$(lscpu | sed --quiet 's/^Model name: *//p' | head -n 1)" "$(nproc)"
}
