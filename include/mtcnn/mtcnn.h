#pragma once

/// The interface of mtcnn-turbo for C, and for all languages that can call C. The one for C++ is mtcnn/detector.h.
///
/// Functions that can fail return an `mtcnn_status`; `mtcnn_last_error` then has a sentence that says what was wrong
/// with what. No argument makes them crash that is a valid pointer or NULL, and no exception leaves them. Strings are
/// UTF-8 that ends with a zero.

#include <stddef.h>  // NOLINT(modernize-deprecated-headers): of C
#include <stdint.h>  // NOLINT(modernize-deprecated-headers): of C

#include "mtcnn/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/// The version of this interface. It is raised when a program that was compiled with the one before would no longer run
/// correctly with the library; what is merely added does not raise it.
#define MTCNN_ABI_VERSION 1

/// The MTCNN_ABI_VERSION of the library that is running. A program that loads the library by itself compares the two.
MTCNN_API int mtcnn_abi_version(void);

/// "0.1.0"
MTCNN_API const char* mtcnn_version(void);

/// How a call went. Later versions may add values: what is not MTCNN_OK is an error.
typedef enum mtcnn_status {
  MTCNN_OK = 0,
  MTCNN_ERROR_INVALID_ARGUMENT = 1,  ///< a null pointer, or an option or an image that makes no sense
  MTCNN_ERROR_NOT_FOUND = 2,         ///< no such recipe or backend
  MTCNN_ERROR_UNREADABLE = 3,        ///< something is there, and reading it failed
  MTCNN_ERROR_EMPTY = 4,             ///< no bytes at all
  MTCNN_ERROR_UNSUPPORTED = 5,       ///< a format that is not read
  MTCNN_ERROR_CORRUPT = 6,           ///< bytes that are not what their format says
  MTCNN_ERROR_LIMIT = 7,             ///< larger than allowed
  MTCNN_ERROR_UNWRITABLE = 8,        ///< output that could not be written
  MTCNN_ERROR_OUT_OF_MEMORY = 9,
  MTCNN_ERROR_INTERNAL = 10,  ///< a mistake in the library
  MTCNN_ERROR_DEADLINE = 11   ///< not done in the time that it was given
} mtcnn_status;

/// "ok", "invalid_argument", "not_found", ...; "unknown" for a number that is no status.
MTCNN_API const char* mtcnn_status_name(int status);

/// What went wrong in the calling thread's last call that failed: one sentence of less than 1024 bytes, valid until the
/// thread's next call that fails; "" where none has. Other threads have their own.
MTCNN_API const char* mtcnn_last_error(void);

/// What is known of an error beside its status, for programs. The strings are never NULL, "" where nothing is known.
typedef struct mtcnn_error_details {
  const char* stage;  ///< where it went wrong: "options", "weights" or "detect"
  const char* input;  ///< what was refused, such as "image 3"; "" where there is no choice
  const char* where;  ///< the place in it; "" where it is all of it
  double limit;       ///< what is allowed, in the unit of the sentence; NaN where there is no such number
  double actual;      ///< what was there instead; NaN where there is no such number
} mtcnn_error_details;

/// The details of `mtcnn_last_error`, valid as long as that is. NULL is allowed, and does nothing.
MTCNN_API void mtcnn_last_error_details(mtcnn_error_details* details);

/// The recipes, the numeric dialects in which projects decode MTCNN: their number, and the name and the project whose
/// answers it gives of each, the default first. NULL for an index that is none.
MTCNN_API size_t mtcnn_recipe_count(void);
MTCNN_API const char* mtcnn_recipe_name(size_t index);
MTCNN_API const char* mtcnn_recipe_answers_as(size_t index);

/// What to look for, and how. `mtcnn_options_init` fills it in; change what is to be different. Zero in a field that a
/// later version adds at the end means what the version before did.
typedef struct mtcnn_options {
  /// sizeof(mtcnn_options) when the program was compiled.
  size_t size;

  /// Side of the smallest face that is looked for, in pixels, at least 1; half the side costs four times the work.
  double min_face_size;

  /// The largest window that is searched for a face, in pixels; 0 for no limit.
  double max_face_size;

  /// The score, from 0 to 1, that a candidate must reach in the first, second and third network.
  double thresholds[3];

  /// Ratio of one level of the image pyramid to the one before it, between 0 and 1.
  double scale_factor;

  /// Only the faces with the highest scores, at most so many an image; 0 for all.
  int32_t max_faces;

  /// Threads that a call of `mtcnn_detect` may use, the calling one among them; 0 for one per core.
  int32_t threads;

  /// Whose answers to give: the name of a recipe, NULL for the default.
  const char* recipe;

  /// How the networks are computed: "auto", "native", "reference" or "onnxruntime"; NULL for "auto".
  const char* backend;

  /// Other weights than those inside the library: the bytes of a safetensors file, NULL for none.
  const void* weights;
  size_t weights_size;

  /// For the backend "onnxruntime": the file of ONNX Runtime's library, NULL for the system's; and what it computes
  /// with, in the order of preference, as in "cuda,cpu", NULL for "cpu".
  const char* onnxruntime_library;
  const char* onnxruntime_providers;

  /// Seconds after which the search of an image is given up with an error; 0 for none.
  double deadline;

  /// Of an image only so many windows, those with the highest scores in the first network, go on to the second, at most
  /// 2^20; 0 for the default, 32,768.
  int32_t max_proposals;
} mtcnn_options;

/// Sets the size and all defaults. `size`: sizeof(mtcnn_options).
MTCNN_API mtcnn_status mtcnn_options_init(mtcnn_options* options, size_t size);

/// 8-bit pixel layouts. The interleaved ones are named by the order of their bytes in memory; alpha is ignored.
enum {
  MTCNN_FORMAT_BGR = 0,
  MTCNN_FORMAT_RGB = 1,
  MTCNN_FORMAT_BGRA = 2,
  MTCNN_FORMAT_RGBA = 3,
  MTCNN_FORMAT_GREY = 4,
  MTCNN_FORMAT_NV12 = 5,  ///< a plane of luma, and one of chroma (Cb, Cr) at half the width and height
  MTCNN_FORMAT_I420 = 6   ///< a plane of luma, one of Cb and one of Cr, these at half the width and height
};

/// How stored pixels are to be turned for display; the values are those of EXIF's tag 0x0112. 0 is as good as upright.
enum {
  MTCNN_ORIENTATION_UPRIGHT = 1,
  MTCNN_ORIENTATION_MIRRORED = 2,  ///< left and right exchanged
  MTCNN_ORIENTATION_ROTATED_180 = 3,
  MTCNN_ORIENTATION_FLIPPED = 4,      ///< top and bottom exchanged
  MTCNN_ORIENTATION_TRANSPOSED = 5,   ///< mirrored about the diagonal from top left to bottom right
  MTCNN_ORIENTATION_ROTATED_90 = 6,   ///< to be turned clockwise by 90 degrees for display
  MTCNN_ORIENTATION_TRANSVERSED = 7,  ///< mirrored about the other diagonal
  MTCNN_ORIENTATION_ROTATED_270 = 8   ///< to be turned clockwise by 270 degrees for display
};

/// Which combination of red, green and blue is the luma of NV12 and I420.
enum {
  MTCNN_LUMA_BT709 = 0,  ///< of high definition
  MTCNN_LUMA_BT601 = 1   ///< of standard definition
};

/// Which numbers stand for black and white in NV12 and I420.
enum {
  MTCNN_RANGE_LIMITED = 0,  ///< luma from 16 to 235, chroma from 16 to 240
  MTCNN_RANGE_FULL = 1      ///< 0 to 255
};

/// Pixels that stay the caller's, and are only read during the call that is given them. Set all of it to zero first:
/// zero is the usual value of every field that an image may leave out.
typedef struct mtcnn_image {
  const uint8_t* data;   ///< first byte of the first stored row; of luma, where there are planes
  ptrdiff_t stride;      ///< bytes from one stored row to the next; negative where rows run bottom up
  int32_t width;         ///< pixels of a stored row, at most 32,768
  int32_t height;        ///< stored rows, at most 32,768
  uint8_t format;        ///< MTCNN_FORMAT_...
  uint8_t orientation;   ///< MTCNN_ORIENTATION_...
  uint8_t luma_weights;  ///< MTCNN_LUMA_..., of NV12 and I420
  uint8_t luma_range;    ///< MTCNN_RANGE_..., of NV12 and I420

  /// First bytes of the planes of chroma, whose sides are half those of the luma, rounded up: the one of NV12, or Cb
  /// and Cr of I420.
  const uint8_t* chroma[2];
  ptrdiff_t chroma_strides[2];

  /// Bytes from one pixel of a row to the next, and from one colour of a pixel to the next, where they lie otherwise
  /// than the format packs them: every other column of a picture, or planes of red, green and blue. May be negative.
  /// 0 stands for packed, and is all that NV12 and I420 may have.
  ptrdiff_t pixel_stride;
  ptrdiff_t colour_stride;
} mtcnn_image;

/// A position in pixels of the image as displayed, its orientation applied: origin at its top left corner, x to the
/// right, y down.
typedef struct mtcnn_point {
  float x;
  float y;
} mtcnn_point;

/// A rectangle in such pixels; it may reach beyond the image.
typedef struct mtcnn_box {
  float x;  ///< left edge
  float y;  ///< upper edge
  float width;
  float height;
} mtcnn_box;

/// The order of the landmarks of a face. Left means left in the picture, which is the person's right.
enum {
  MTCNN_LANDMARK_LEFT_EYE = 0,
  MTCNN_LANDMARK_RIGHT_EYE = 1,
  MTCNN_LANDMARK_NOSE = 2,
  MTCNN_LANDMARK_LEFT_MOUTH = 3,
  MTCNN_LANDMARK_RIGHT_MOUTH = 4,
  MTCNN_LANDMARK_COUNT = 5
};

/// One face that was found.
typedef struct mtcnn_face {
  mtcnn_box box;
  float score;  ///< probability of a face, 0 to 1, as the last network gives it
  mtcnn_point landmarks[MTCNN_LANDMARK_COUNT];
} mtcnn_face;

/// Finds faces and five landmarks in images. Costly to make, never changed afterwards: keep one, and use it from as
/// many threads as you like.
typedef struct mtcnn_detector mtcnn_detector;

/// The faces of the images of one call. Its memory is used again by the next call that is given it, so keep one a
/// thread; no two threads may use one at the same time.
typedef struct mtcnn_results mtcnn_results;

/// Makes a detector, for `mtcnn_detector_destroy` to end. `options` may be NULL for the defaults, and nothing that they
/// point to is needed afterwards. `*detector` is NULL where this fails.
MTCNN_API mtcnn_status mtcnn_detector_create(const mtcnn_options* options, mtcnn_detector** detector);

/// No call may be using it. NULL is allowed.
MTCNN_API void mtcnn_detector_destroy(mtcnn_detector* detector);

/// The backend that "auto" came to, or the one that was asked for, as long as the detector lives. NULL for NULL.
MTCNN_API const char* mtcnn_detector_backend(const mtcnn_detector* detector);

/// Makes results without any images, for `mtcnn_results_destroy` to end. `*results` is NULL where this fails.
MTCNN_API mtcnn_status mtcnn_results_create(mtcnn_results** results);

/// NULL is allowed.
MTCNN_API void mtcnn_results_destroy(mtcnn_results* results);

/// Finds the faces in each of `image_count` images, which may differ in size and format. The answer for an image does
/// not depend on the others. Where this fails the message names the image, and the results are of no images.
MTCNN_API mtcnn_status mtcnn_detect(const mtcnn_detector* detector, const mtcnn_image* images, size_t image_count,
                                    mtcnn_results* results);

/// The same for whoever wants to know of each image how it went: one that is refused has no faces and an error
/// (`mtcnn_results_error`), and the others are searched. Fails only where nothing can be searched at all.
MTCNN_API mtcnn_status mtcnn_detect_each(const mtcnn_detector* detector, const mtcnn_image* images, size_t image_count,
                                         mtcnn_results* results);

/// Of how many images these are the results. 0 for NULL.
MTCNN_API size_t mtcnn_results_image_count(const mtcnn_results* results);

/// The faces of one of the images, in the order of the call: `*faces` points to `*face_count` of them, highest score
/// first, until the results are used again or destroyed. An image without faces has 0. Where this fails both are 0.
MTCNN_API mtcnn_status mtcnn_results_faces(const mtcnn_results* results, size_t image, const mtcnn_face** faces,
                                           size_t* face_count);

/// Why one of the images was refused: MTCNN_OK where it was not, else the status of its error. Sentence and details are
/// then those of the thread's last error. An index that is none is an invalid argument.
MTCNN_API mtcnn_status mtcnn_results_error(const mtcnn_results* results, size_t image);

/// 1 where `max_proposals` left windows of the image out, so that faces may be missing; else 0.
MTCNN_API int mtcnn_results_is_capped(const mtcnn_results* results, size_t image);

#ifdef __cplusplus
}
#endif
