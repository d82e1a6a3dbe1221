# What the set-up makes below .setup/: a virtual environment for its Python tools, the weights, and the pictures. What
# has been downloaded stays in .setup/wheels/, so that doing it again needs no network.

tools_python="$root/.setup/venv/bin/python"

# require_tools_environment: makes the virtual environment from which pip fetches the wheels.
require_tools_environment() {
  "$tools_python" -c 'import pip' 2>/dev/null && return
  say "making the virtual environment of the tools"
  rm -rf "$root/.setup/venv"
  logged venv "making the virtual environment .setup/venv" python3 -m venv "$root/.setup/venv"
}

# require_environment FOLDER REQUIREMENTS [PIP ARGUMENT]...: a virtual environment with what a file asks for, made anew where
# the file has changed. FOLDER/venv/bin/python is its Python.
require_environment() {
  local folder=$1 requirements=$2 name=${1##*/}
  [[ -x $folder/venv/bin/python ]] && cmp --silent "$requirements" "$folder/installed.txt" && return
  say "installing what ${requirements##*/} asks for into $folder"
  rm -rf "$folder"
  logged "$name-venv" "making the virtual environment $folder" python3 -m venv "$folder/venv"
  logged "$name" "installing what ${requirements##*/} asks for" "$folder/venv/bin/pip" install "${@:3}" --requirement "$requirements"
  cp "$requirements" "$folder/installed.txt"
}

# require_weights: makes .setup/weights/mtcnn.safetensors, the file that the library embeds.
require_weights() {
  require_tools_environment
  run_tool make_weights
}

# require_pictures: puts the pictures of the demo and the tests into .setup/pictures/.
require_pictures() {
  require_tools_environment
  run_tool fetch_pictures
}

# require_picture_seeds: puts pictures of other projects' tests into .setup/picture_seeds/.
require_picture_seeds() {
  require_tools_environment
  run_tool fetch_picture_seeds
}

# run_tool NAME: a tool of tools/ fails with a sentence of its own.
run_tool() {
  local log="$log_directory/$1.log" sentence
  start_log "$log"
  sentence=$("$tools_python" "$root/tools/$1.py" </dev/null 2>&1 >"$log") ||
    fail "$sentence The full output of the step is in $log."
}
