# ./run bench

# run_bench [--peers | --video | --python] [ARGUMENT]... [SOURCE]: builds and runs bench/bench.py, on the shared clip or the astronaut where no
# source is given.
run_bench() {
  local arguments=("$@")
  with_lock prepare_bench "$@"
  has_source "$@" || arguments+=("$(default_footage)")
  "$root/.setup/bench/venv/bin/python" "$root/bench/bench.py" "${arguments[@]}"
}

prepare_bench() {
  local openvino=""
  require_packages "$needed_to_bench"
  require_weights
  require_pictures
  require_bench_environment
  if [[ " $* " == *" --peers "* ]]; then
    for peer in pymtcnn facenet mtcnn; do require_peer "$peer"; done
    openvino=$("$root/.setup/bench/venv/bin/python" -c 'import openvino; print(openvino.__path__[0])')
  fi
  [[ " $* " != *" --python "* ]] || prepare_python_tests
  configure release -DMTCNN_BUILD_BENCH=ON -DMTCNN_OPENVINO="$openvino"
  build_target release all
}

# require_bench_environment: matplotlib for the plot, and OpenVINO's wheel, which has its C++ headers.
require_bench_environment() {
  local folder="$root/.setup/bench" requirements="$root/bench/requirements.txt"
  cmp --silent "$requirements" "$folder/installed.txt" && return
  say "installing what the bench needs into $folder"
  rm -rf "$folder"
  logged bench-venv "making the virtual environment of the bench" python3 -m venv "$folder/venv"
  logged bench "installing what the bench needs" "$folder/venv/bin/pip" install --requirement "$requirements"
  cp "$requirements" "$folder/installed.txt"
}

# has_source ARGUMENT...: true where one of them is a file.
has_source() {
  local argument
  for argument in "$@"; do
    [[ -f $argument && $argument != *.json && $argument != *.png ]] && return
  done
  [[ " $* " == *" --help "* || " $* " == *" -h "* ]]
}

default_footage() {
  local clip="${MTCNN_SHARED:-$root/../shared}/data/clips/five_people_1080p.mp4"
  if [[ -f $clip ]]; then printf '%s' "$clip"; else printf '%s' "$root/.setup/pictures/astronaut.png"; fi
}
