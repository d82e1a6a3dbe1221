# One object library per folder of src/, which sees the headers of its own folder and of the layers it names in DEPENDS,
# and no others: an include of any other folder's header does not compile.
#
# Headers are included by their path below src/ ("base/error.h"). So that one folder can be visible without its
# neighbours, each layer gets an include root of its own in the build tree, with links to what it shows.

# mtcnn_layer(FOLDER [SOURCES file...] [HEADERS file...] [DEPENDS layer-target...]
#             [USES layer-target...] [LIBRARIES target...] [NAME name])
#   FOLDER     below src/, e.g. backends/reference
#   SOURCES    none makes a layer of headers alone
#   HEADERS    the headers that the layer shows, where they are not all that lies in and below the folder
#   DEPENDS    layers whose headers this one may include, and whose users may include them too
#   USES       layers whose headers only this one's sources may include
#   LIBRARIES  outside libraries that only this layer's sources use
#   NAME       of the target, where it is not the folder's: mtcnn_backends_reference
function(mtcnn_layer FOLDER)
  cmake_parse_arguments(PARSE_ARGV 1 LAYER "" "NAME" "SOURCES;HEADERS;DEPENDS;USES;LIBRARIES")
  if(LAYER_NAME)
    set(NAME "${LAYER_NAME}")
  else()
    string(REPLACE "/" "_" NAME "mtcnn_${FOLDER}")
  endif()

  set(ROOT "${PROJECT_BINARY_DIR}/include_roots/${NAME}")
  file(REMOVE_RECURSE "${ROOT}")
  foreach(SHOWN IN LISTS LAYER_HEADERS)
    mtcnn_show("${ROOT}" "${FOLDER}/${SHOWN}")
  endforeach()
  if(NOT LAYER_HEADERS)
    mtcnn_show("${ROOT}" "${FOLDER}")
  endif()

  if(LAYER_SOURCES)
    add_library(${NAME} OBJECT ${LAYER_SOURCES})
    target_link_libraries(${NAME} PRIVATE mtcnn_options ${LAYER_LIBRARIES})
    # The shared library shows what include/mtcnn/export.h marks, and nothing else.
    set_target_properties(${NAME} PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
    set(VISIBILITY PUBLIC)
  else()
    add_library(${NAME} INTERFACE)
    set(VISIBILITY INTERFACE)
  endif()
  target_include_directories(${NAME} ${VISIBILITY} "${ROOT}" "${PROJECT_SOURCE_DIR}/include")
  # Only what a layer shows travels; its objects join once, in the library or the program.
  foreach(DEPENDENCY IN LISTS LAYER_DEPENDS)
    target_include_directories(${NAME} ${VISIBILITY} $<TARGET_PROPERTY:${DEPENDENCY},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()
  foreach(DEPENDENCY IN LISTS LAYER_USES)
    target_include_directories(${NAME} PRIVATE $<TARGET_PROPERTY:${DEPENDENCY},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()
endfunction()

# Makes src/PATH visible below ROOT.
function(mtcnn_show ROOT PATH)
  cmake_path(GET PATH PARENT_PATH PARENT)
  file(MAKE_DIRECTORY "${ROOT}/${PARENT}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/src/${PATH}" "${ROOT}/${PATH}" SYMBOLIC)
endfunction()
