# The core library: base, image, model, backends, detector and c_api in one, with the weights inside. Its public face is
# include/mtcnn/; it links Highway and oneTBB and nothing else.
#
#   mtcnn         the archive libmtcnn.a, of which programs, tests and benchmarks of the project are made
#   mtcnn_shared  libmtcnn.so, of the same objects, which shows what include/mtcnn/export.h marks and hides the rest
#
# mtcnn::mtcnn is the one that BUILD_SHARED_LIBS says. cmake/install.cmake installs both.

find_package(TBB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(HWY REQUIRED IMPORTED_TARGET libhwy)

set(MTCNN_CORE_LAYERS mtcnn_base mtcnn_image mtcnn_model mtcnn_backend_seam mtcnn_backends mtcnn_backends_native
    mtcnn_backends_onnxruntime mtcnn_backends_reference mtcnn_detector mtcnn_c_api)

add_library(mtcnn STATIC)
add_library(mtcnn_shared SHARED)
foreach(LIBRARY IN ITEMS mtcnn mtcnn_shared)
  foreach(LAYER IN LISTS MTCNN_CORE_LAYERS)
    target_sources(${LIBRARY} PRIVATE $<TARGET_OBJECTS:${LAYER}>)
  endforeach()
  target_compile_features(${LIBRARY} PUBLIC cxx_std_20)
  target_include_directories(${LIBRARY} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
  target_link_libraries(${LIBRARY} PRIVATE TBB::tbb PkgConfig::HWY)
endforeach()

# Until 1.0 each minor version may change the classes of C++, so the soname has it too.
set_target_properties(mtcnn_shared PROPERTIES
  OUTPUT_NAME mtcnn
  VERSION ${PROJECT_VERSION}
  SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
if(NOT APPLE)
  # The standard library's headers show their templates, whatever the compiler's options say.
  set(MTCNN_SHOWN "${PROJECT_SOURCE_DIR}/cmake/mtcnn.map")
  target_link_options(mtcnn_shared PRIVATE "LINKER:--version-script=${MTCNN_SHOWN}")
  set_target_properties(mtcnn_shared PROPERTIES LINK_DEPENDS "${MTCNN_SHOWN}")
endif()

set_target_properties(mtcnn PROPERTIES EXPORT_NAME static)
set_target_properties(mtcnn_shared PROPERTIES EXPORT_NAME shared)
add_library(mtcnn::static ALIAS mtcnn)
add_library(mtcnn::shared ALIAS mtcnn_shared)
if(BUILD_SHARED_LIBS)
  set(MTCNN_USUAL_LIBRARY mtcnn_shared)
else()
  set(MTCNN_USUAL_LIBRARY mtcnn)
endif()
add_library(mtcnn::mtcnn ALIAS ${MTCNN_USUAL_LIBRARY})
