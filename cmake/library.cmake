# The core library `mtcnn` (mtcnn::mtcnn): base, image, model, backends and detector in one, with the weights inside.
# Its public face is include/mtcnn/; it links Highway and oneTBB and nothing else.

find_package(TBB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(HWY REQUIRED IMPORTED_TARGET libhwy)

set(MTCNN_CORE_LAYERS mtcnn_base mtcnn_image mtcnn_model mtcnn_backends mtcnn_backends_native
    mtcnn_backends_reference mtcnn_detector)

add_library(mtcnn)
add_library(mtcnn::mtcnn ALIAS mtcnn)
foreach(LAYER IN LISTS MTCNN_CORE_LAYERS)
  target_sources(mtcnn PRIVATE $<TARGET_OBJECTS:${LAYER}>)
endforeach()
set_target_properties(mtcnn PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
target_compile_features(mtcnn PUBLIC cxx_std_20)
target_include_directories(mtcnn PUBLIC
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
target_link_libraries(mtcnn PRIVATE TBB::tbb PkgConfig::HWY)

# `cmake --install` gives other projects find_package(mtcnn) and the target mtcnn::mtcnn.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS mtcnn EXPORT mtcnn-targets)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/mtcnn" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/THIRD_PARTY.md"
        DESTINATION "${CMAKE_INSTALL_DOCDIR}")

set(MTCNN_CMAKE_FOLDER "${CMAKE_INSTALL_LIBDIR}/cmake/mtcnn")
install(EXPORT mtcnn-targets NAMESPACE mtcnn:: DESTINATION "${MTCNN_CMAKE_FOLDER}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/mtcnn-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_SOURCE_DIR}/cmake/mtcnn-config.cmake" "${PROJECT_BINARY_DIR}/mtcnn-config-version.cmake"
        DESTINATION "${MTCNN_CMAKE_FOLDER}")
