# ./run accuracy

# run_accuracy LABELS [ARGUMENT]...: measures the program on labelled pictures; tools/peers/ has the code that asks it.
run_accuracy() {
  make_program_current
  find_onnxruntime "$@"
  PYTHONPATH="$root/tools/peers" python3 "$root/tools/accuracy/accuracy.py" "$@"
}
