// Read by LeakSanitizer, in builds that have it.

// NOLINTNEXTLINE(bugprone-reserved-identifier, readability-identifier-naming): LeakSanitizer's own name for it.
extern "C" const char* __lsan_default_suppressions() {
  // cairo keeps fonts for the next picture, and fontconfig's part of them holds its memory by relative pointers, which
  // the sanitizer cannot follow.
  return "leak:libfontconfig";
}
