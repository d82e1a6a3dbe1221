# ONNX Runtime's library, for the backend of that name.

# use_onnxruntime: lets MTCNN_ONNXRUNTIME name the library, and installs it where the variable names none.
use_onnxruntime() {
  [[ -z ${MTCNN_ONNXRUNTIME-} ]] || return 0
  with_lock require_environment "$root/.setup/onnxruntime" "$root/tools/requirements-onnxruntime.txt" --no-deps \
    --only-binary :all:
  name_onnxruntime
}
