# What `cmake --install` gives other projects: find_package(mtcnn), with the targets mtcnn::static, mtcnn::shared and
# mtcnn::mtcnn, which is one of the two; and mtcnn for pkg-config. The program installs itself (src/cli/CMakeLists.txt).

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS mtcnn mtcnn_shared EXPORT mtcnn-targets INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/mtcnn" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/THIRD_PARTY.md"
        DESTINATION "${CMAKE_INSTALL_DOCDIR}")

set(MTCNN_CMAKE_FOLDER "${CMAKE_INSTALL_LIBDIR}/cmake/mtcnn")
get_target_property(MTCNN_USUAL_NAME ${MTCNN_USUAL_LIBRARY} EXPORT_NAME)
install(EXPORT mtcnn-targets NAMESPACE mtcnn:: DESTINATION "${MTCNN_CMAKE_FOLDER}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/mtcnn-config.cmake.in" "${PROJECT_BINARY_DIR}/mtcnn-config.cmake" @ONLY)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/mtcnn-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/mtcnn-config.cmake" "${PROJECT_BINARY_DIR}/mtcnn-config-version.cmake"
        DESTINATION "${MTCNN_CMAKE_FOLDER}")

# Relative to the file itself, so that it holds wherever `cmake --install --prefix` puts it. What the compiler of C++ links
# without being asked, that of C has to be told if it is to link the archive.
set(MTCNN_PC_FOLDER "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH MTCNN_PC_UP "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
cmake_path(NORMAL_PATH MTCNN_PC_UP)
string(REGEX REPLACE "/$" "" MTCNN_PC_UP "${MTCNN_PC_UP}")
cmake_path(APPEND MTCNN_PC_LIBDIR "\${prefix}" "${CMAKE_INSTALL_LIBDIR}")
cmake_path(APPEND MTCNN_PC_INCLUDEDIR "\${prefix}" "${CMAKE_INSTALL_INCLUDEDIR}")
set(RUNTIME ${CMAKE_CXX_IMPLICIT_LINK_LIBRARIES})
list(REMOVE_ITEM RUNTIME ${CMAKE_C_IMPLICIT_LINK_LIBRARIES})
list(REMOVE_DUPLICATES RUNTIME)
list(TRANSFORM RUNTIME PREPEND "-l")
list(JOIN RUNTIME " " MTCNN_PC_RUNTIME)
configure_file("${PROJECT_SOURCE_DIR}/cmake/mtcnn.pc.in" "${PROJECT_BINARY_DIR}/mtcnn.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/mtcnn.pc" DESTINATION "${MTCNN_PC_FOLDER}")
