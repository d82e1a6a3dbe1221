# ./run test-peers

# The peers, by the names of their files in tools/peers/ and of their folders in .setup/peers/.
peers=(pymtcnn facenet mtcnn)

# run_test_peers [--recipe NAME]... [PICTURE...]: compares the program with the real peers, each in an environment of its
# own, and prints a table for each recipe.
run_test_peers() {
  make_program_current
  with_lock prepare_peers
  python3 "$root/tools/peers/compare.py" "$@"
}

prepare_peers() {
  local peer
  require_weights
  require_pictures
  for peer in "${peers[@]}"; do
    require_peer "$peer"
  done
  require_pymtcnn_models
}

# require_peer NAME: makes its environment, or makes it anew where what it needs has changed.
require_peer() {
  local folder="$root/.setup/peers/$1" requirements="$root/tools/peers/requirements-$1.txt"
  cmp --silent "$requirements" "$folder/installed.txt" && return
  say "installing the peer $1 into $folder; this downloads up to 3 GB"
  rm -rf "$folder"
  logged "peer-$1-venv" "making the virtual environment of $1" python3 -m venv "$folder/venv"
  logged "peer-$1" "installing $1" "$folder/venv/bin/pip" install --no-deps --requirement "$requirements"
  cp "$requirements" "$folder/installed.txt"
}

# pymtcnn's wheel holds no model files.
require_pymtcnn_models() {
  local folder="$root/.setup/peers/pymtcnn"
  [[ -e $folder/models/onet.onnx ]] && return
  rm -rf "$folder/models.new"
  logged peer-pymtcnn-models "making pymtcnn's model files" "$folder/venv/bin/python" \
    "$root/tools/peers/make_pymtcnn_models.py" "$root/.setup/weights/mtcnn.safetensors" "$folder/models.new"
  mv "$folder/models.new" "$folder/models"
}
