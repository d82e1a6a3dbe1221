# ./run bench and ./run ladder

# run_bench [--peers | --video | --python] [ARGUMENT]... [SOURCE]: builds and runs bench/bench.py, on the shared clip or the astronaut where no
# source is given.
run_bench() {
  local arguments=("$@")
  use_onnxruntime
  with_lock prepare_bench "$@"
  has_source "$@" || arguments+=("$(default_footage)")
  "$root/.setup/bench/venv/bin/python" "$root/bench/bench.py" "${arguments[@]}"
}

# run_ladder [ARGUMENT]... [SOURCE]: builds and runs bench/ladder.py, on the same footage.
run_ladder() {
  local arguments=("$@")
  use_onnxruntime
  with_lock prepare_ladder
  has_source "$@" || arguments+=("$(default_footage)")
  "$root/.setup/bench/venv/bin/python" "$root/bench/ladder.py" "${arguments[@]}"
}

prepare_ladder() {
  prepare_measuring
  build_bench "$(openvino_folder)"
}

prepare_bench() {
  local openvino=""
  prepare_measuring
  if [[ " $* " == *" --peers "* ]]; then
    for peer in pymtcnn facenet mtcnn; do require_peer "$peer"; done
    openvino=$(openvino_folder)
  fi
  [[ " $* " != *" --python "* ]] || prepare_python_tests
  build_bench "$openvino"
}

prepare_measuring() {
  require_packages "$needed_to_bench"
  require_weights
  require_pictures
  # matplotlib for plots, and OpenVINO's wheel, which has its C++ headers.
  require_environment "$root/.setup/bench" "$root/bench/requirements.txt"
}

openvino_folder() { "$root/.setup/bench/venv/bin/python" -c 'import openvino; print(openvino.__path__[0])'; }

# build_bench FOLDER: with the cascade on OpenVINO where the folder of its wheel is given.
build_bench() {
  configure release -DMTCNN_BUILD_BENCH=ON -DMTCNN_OPENVINO="$1"
  build_target release all
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
