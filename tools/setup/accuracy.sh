# ./run accuracy

# run_accuracy LABELS [ARGUMENT]...: measures the program on labelled pictures. It asks the program as the comparison with the
# peers does.
run_accuracy() {
  make_program_current
  PYTHONPATH="$root/tools/peers" python3 "$root/tools/accuracy/accuracy.py" "$@"
}
