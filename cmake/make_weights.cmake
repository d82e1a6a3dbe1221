# The weights to embed, made out of their pinned wheel where they are not there yet, as `./run build` makes them.

if(NOT EXISTS "${MTCNN_WEIGHTS_FILE}")
  find_package(Python 3.10 REQUIRED COMPONENTS Interpreter)
  execute_process(
    COMMAND "${Python_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/tools/make_weights.py"
      --wheels "${PROJECT_BINARY_DIR}/wheels" --output "${MTCNN_WEIGHTS_FILE}"
    RESULT_VARIABLE MAKING_FAILED ERROR_VARIABLE REASON OUTPUT_QUIET)
  if(MAKING_FAILED)
    message(FATAL_ERROR "The weights cannot be made. ${REASON}")
  endif()
endif()
