# ./run wheel, ./run test-python and ./run test-export: the Python package, built and tested as users get it.

python_folder="$root/.setup/python"
wheel_folder="$root/build/wheel"
python_results="$root/build/python-test-results.xml"

# run_wheel: builds the wheel, with the libraries that it needs inside, and looks whether it stands on its own.
run_wheel() {
  with_lock prepare_wheel
  say "the wheel is $(finished_wheel)"
}

# run_test_python [PYTEST ARGUMENT]...: installs the wheel into an environment of its own, and runs its tests.
run_test_python() {
  with_lock prepare_python_tests
  rm -f "$python_results"
  say "testing the Python package"
  MTCNN_PICTURES="$root/.setup/pictures" MTCNN_PROGRAM="$program" "$python_folder/tests/venv/bin/python" -m pytest \
    --rootdir "$root" --config-file "$root/pyproject.toml" --junit-xml "$python_results" "$root/tests/python" "$@"
}

# run_test_export [PYTEST ARGUMENT]...: tests the export to Core ML, with coremltools, which is large, in an environment of
# its own.
run_test_export() {
  with_lock prepare_export_tests
  say "testing the export to Core ML"
  "$python_folder/export/venv/bin/python" -m pytest --rootdir "$root" --config-file "$root/pyproject.toml" \
    "$root/tests/python/test_coreml.py" "$@"
}

prepare_wheel() {
  require_packages "$needed_for_python"
  require_weights
  require_environment "$python_folder/build" "$root/tools/requirements-wheel.txt"
  build_wheel
}

prepare_python_tests() {
  require_packages "$needed_for_demo"
  prepare_wheel
  require_environment "$python_folder/tests" "$root/tools/requirements-python-tests.txt"
  install_wheel tests
}

prepare_export_tests() {
  prepare_wheel
  require_environment "$python_folder/export" "$root/tools/requirements-export-tests.txt"
  install_wheel export
}

# install_wheel NAME: into the environment of that name.
install_wheel() {
  logged "python-$1-install" "installing the wheel for its tests" "$python_folder/$1/venv/bin/pip" install \
    --no-deps --force-reinstall "$(finished_wheel)"
}

finished_wheel() {
  printf '%s' "$wheel_folder"/finished/*.whl
}

# build_wheel: auditwheel puts the libraries inside; what came out is then tried where there is nothing else.
build_wheel() {
  local bin="$python_folder/build/venv/bin" trial="$python_folder/trial"
  rm -rf "$wheel_folder"
  use_ccache
  say "building the wheel"
  logged wheel "building the wheel" "$bin/pip" wheel --no-deps --no-build-isolation --wheel-dir "$wheel_folder/built" \
    "$root"
  PATH="$bin:$PATH" logged wheel-repair "putting libraries into the wheel" "$bin/auditwheel" repair \
    --wheel-dir "$wheel_folder/finished" "$wheel_folder"/built/*.whl
  rm -rf "$trial"
  logged wheel-trial-venv "making the virtual environment $trial" python3 -m venv "$trial"
  logged wheel-trial "installing the wheel into an empty environment" "$trial/bin/pip" install "$(finished_wheel)"
  logged wheel-check "checking the wheel" "$trial/bin/python" "$root/tools/check_wheel.py"
}
