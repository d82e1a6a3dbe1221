# Compiler settings that every target of the project shares, through the interface target `mtcnn_options`.

add_library(mtcnn_options INTERFACE)
target_compile_options(mtcnn_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  # The answers are defined operation by operation: a compiler that fuses a*b+c on its own would make them depend on
  # the compiler and the instruction set. Where a fused multiply-add is meant, the source says std::fma.
  -ffp-contract=off)

# GCC 12 sees overlapping and overflowing copies in the standard library's own operator+ and insert, where there are none
# (its bug 105651 and others like it).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(mtcnn_options INTERFACE -Wno-restrict -Wno-stringop-overflow)
endif()

option(MTCNN_WARNINGS_AS_ERRORS "Fail the build on a compiler warning" OFF)
if(MTCNN_WARNINGS_AS_ERRORS)
  target_compile_options(mtcnn_options INTERFACE -Werror)
endif()
