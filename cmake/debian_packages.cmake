# What building the core takes from the system, named all at once where it is missing: `pip install .` shows people what
# CMake says, and no more.

function(mtcnn_require_packages)
  find_program(MTCNN_CXX NAMES c++ g++ clang++)
  find_program(MTCNN_PKG_CONFIG NAMES pkg-config pkgconf)
  mark_as_advanced(MTCNN_CXX MTCNN_PKG_CONFIG)
  if(NOT MTCNN_CXX AND NOT CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
    list(APPEND MISSING g++)
  endif()
  if(NOT MTCNN_PKG_CONFIG)
    list(APPEND MISSING pkg-config)
  endif()
  foreach(MODULE_AND_PACKAGE "libhwy;libhwy-dev" "tbb;libtbb-dev" "nlohmann_json;nlohmann-json3-dev")
    list(POP_FRONT MODULE_AND_PACKAGE MODULE)
    set(RESULT 1)
    if(MTCNN_PKG_CONFIG)
      execute_process(COMMAND "${MTCNN_PKG_CONFIG}" --exists "${MODULE}" RESULT_VARIABLE RESULT)
    endif()
    if(NOT RESULT EQUAL 0)
      list(APPEND MISSING ${MODULE_AND_PACKAGE})
    endif()
  endforeach()
  if(Python_EXECUTABLE)
    execute_process(
      COMMAND "${Python_EXECUTABLE}" -c "import sysconfig; print(sysconfig.get_path('include'), end='')"
      OUTPUT_VARIABLE HEADERS)
    if(NOT EXISTS "${HEADERS}/Python.h")
      list(APPEND MISSING python3-dev)
    endif()
  endif()
  if(MISSING)
    list(JOIN MISSING " " MISSING)
    message(FATAL_ERROR "mtcnn-turbo is built from source, for which Debian packages are missing. Install them with: "
                        "apt-get install ${MISSING}")
  endif()
endfunction()

mtcnn_require_packages()
