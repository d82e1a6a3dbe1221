# ONNX Runtime's library, for the backend of that name.

onnxruntime_folder="$root/.setup/onnxruntime"

# use_onnxruntime: lets MTCNN_ONNXRUNTIME name the library, and installs it where the variable names none.
use_onnxruntime() {
  [[ -z ${MTCNN_ONNXRUNTIME-} ]] || return 0
  with_lock require_onnxruntime
  MTCNN_ONNXRUNTIME=$(printf '%s' "$onnxruntime_folder"/wheel/onnxruntime/capi/libonnxruntime.so.*)
  export MTCNN_ONNXRUNTIME
}

require_onnxruntime() {
  local requirements="$root/tools/requirements-onnxruntime.txt"
  cmp --silent "$requirements" "$onnxruntime_folder/installed.txt" && return
  require_tools_environment
  say "installing ONNX Runtime into $onnxruntime_folder"
  rm -rf "$onnxruntime_folder"
  logged onnxruntime "installing ONNX Runtime" "$tools_python" -m pip install --no-deps --only-binary :all: \
    --target "$onnxruntime_folder/wheel" --requirement "$requirements"
  cp "$requirements" "$onnxruntime_folder/installed.txt"
}
