# ./run demo

run_demo() {
  local annotated="$root/annotated/astronaut.png"
  make_program_current
  with_lock require_pictures
  mkdir -p "${annotated%/*}"
  "$program" detect "$root/.setup/pictures/astronaut.png" --annotate "$annotated"
  say "the annotated picture is $annotated"
}
