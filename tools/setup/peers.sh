# ./run test-peers and ./run test-dropins

# run_test_peers [--recipe NAME]... [PICTURE...]: compares the program with the real peers, each in an environment of
# its own, and prints a table for each recipe.
run_test_peers() {
  local compare=(python3 "$root/tools/peers/compare.py") peers
  make_program_current
  if [[ " $* " == *" --help "* || " $* " == *" -h "* ]]; then
    exec "${compare[@]}" --help
  fi
  # Ends here, before anything is downloaded, where an argument is wrong.
  peers=$("${compare[@]}" --list-peers "$@")
  # shellcheck disable=SC2086  # a list of names
  with_lock prepare_peers $peers
  "${compare[@]}" "$@"
}

# prepare_peers PEER...: they are named as their files in tools/peers/ and their folders in .setup/peers/.
prepare_peers() {
  local peer
  require_pictures
  for peer in "$@"; do
    require_peer "$peer"
  done
}

# require_peer PEER: makes its environment, or makes it anew where what it needs has changed.
require_peer() {
  local folder="$root/.setup/peers/$1"
  require_environment "$folder" "$root/tools/peers/requirements-$1.txt" --no-deps
  [[ $1 != pymtcnn || -e $folder/models ]] || make_pymtcnn_models "$folder"
}

# make_pymtcnn_models FOLDER: its wheel holds no model files.
make_pymtcnn_models() {
  logged peer-pymtcnn-models "making pymtcnn's model files" "$1/venv/bin/python" \
    "$root/tools/peers/make_pymtcnn_models.py" "$root/.setup/weights/mtcnn.safetensors" "$1/models.part"
  mv "$1/models.part" "$1/models"
}

dropins_folder="$root/build/dropins"

# run_test_dropins [PEER]...: calls pymtcnn, facenet and mtcnn, or those that are named, and what takes their place in
# the Python package with the same code.
run_test_dropins() {
  local peer status=0
  (($# > 0)) || set -- pymtcnn facenet mtcnn
  for peer in "$@"; do
    [[ -e $root/tools/peers/requirements-$peer.txt ]] || fail "$peer is no peer: pymtcnn, facenet and mtcnn are."
  done
  with_lock prepare_peers "$@"
  with_lock prepare_dropins
  for peer in "$@"; do
    compare_dropin "$peer" || status=1
  done
  return "$status"
}

# prepare_dropins: a folder for the path of the peers' environments, which stay as they are. Pillow is for mtcnn's, which
# reads files with TensorFlow.
prepare_dropins() {
  local pillow
  prepare_wheel
  pillow=$(grep '^pillow==' "$root/tools/requirements-python-tests.txt")
  rm -rf "$dropins_folder"
  logged dropins "installing the wheel for the peers' environments" "$python_folder/build/venv/bin/pip" install --no-deps \
    --target "$dropins_folder" "$(finished_wheel)" "$pillow"
}

# compare_dropin PEER: calls the peer and the module of mtcnn_turbo.compat with the same code.
compare_dropin() {
  local folder="$root/.setup/peers/$1"
  say "comparing $1 with what takes its place"
  PYTHONPATH="$dropins_folder" "$folder/venv/bin/python" "$root/tools/peers/dropins.py" "$1" "$folder/models" \
    2>"$root/.setup/log/peer-$1-dropin.log"
}
