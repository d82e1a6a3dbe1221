#pragma once

/// Marks what the shared library shows. Everything else in it is hidden: nobody can come to depend on it, and it cannot
/// clash with what other libraries of a program are called. C and C++.
#if defined(__GNUC__)
#define MTCNN_API __attribute__((visibility("default")))
#else
#define MTCNN_API
#endif
