# Toolchain file: cross-builds for 64-bit ARM with Debian's compiler, and runs what it built under qemu. MTCNN_SYSROOT is
# where tools/setup/aarch64.sh unpacked the libraries.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MTCNN_SYSROOT)

set(CMAKE_FIND_ROOT_PATH "${MTCNN_SYSROOT}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_LIBDIR} "${MTCNN_SYSROOT}/usr/lib/aarch64-linux-gnu/pkgconfig:${MTCNN_SYSROOT}/usr/share/pkgconfig")
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${MTCNN_SYSROOT}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,-rpath-link,${MTCNN_SYSROOT}/usr/lib/aarch64-linux-gnu")

set(CMAKE_CROSSCOMPILING_EMULATOR
    qemu-aarch64 -L /usr/aarch64-linux-gnu -E "LD_LIBRARY_PATH=${MTCNN_SYSROOT}/usr/lib/aarch64-linux-gnu")
