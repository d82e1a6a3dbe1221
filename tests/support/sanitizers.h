#pragma once

namespace mtcnn::test {

// Which sanitizers this is a build under; the presets for them use clang.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool kAddressSanitized = true;
#else
inline constexpr bool kAddressSanitized = false;
#endif
#if __has_feature(thread_sanitizer)
inline constexpr bool kThreadSanitized = true;
#else
inline constexpr bool kThreadSanitized = false;
#endif
#else
inline constexpr bool kAddressSanitized = false;
inline constexpr bool kThreadSanitized = false;
#endif

/// Whether the same work takes some ten times as long.
inline constexpr bool kSanitized = kAddressSanitized || kThreadSanitized;

}  // namespace mtcnn::test
